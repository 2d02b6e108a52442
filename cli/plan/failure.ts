import { formatErrors } from '../../terraform/diagnostics';
import type { Diagnostic } from '../../terraform/events';
import { hints, OLD_CONTRACT } from '../../terraform/hint';
import { REFUSED_ROLE, refusedRole } from '../../terraform/refused-role';
import { noBucket } from '../../terraform/states/check-state';
import type { SynthesizedStack } from '../../terraform/synthesized-stack';

interface Cause {
  readonly pattern: RegExp;
  readonly says: (stack: SynthesizedStack, match: RegExpMatchArray) => string;
}

/** Texts are of Terraform's S3 backend, of the AWS provider and of AWS itself. The first that fits counts. */
const CAUSES: readonly Cause[] = [
  {
    pattern: /NoSuchBucket|S3 bucket "[^"]*" does not exist|Status?Code: 404[^\n]*HeadBucket/,
    says: ({ state }) => noBucket(state?.bucket ?? ''),
  },
  {
    // aws-sdk-go-v2, credentials/ssocreds: a session that is over, or that was never begun.
    pattern:
      /SSO session (associated with this profile )?(has expired|is invalid)|cached SSO token|SSO OIDC: CreateToken|SSO: GetRoleCredentials[^\n]*(UnauthorizedException|ForbiddenException)/i,
    says: () => 'the SSO session is over, or was not begun: run "aws sso login", and this once more',
  },
  {
    // aws-sdk-go-v2, credentials/stscreds: a profile with mfa_serial, and nobody to ask.
    pattern: /AssumeRoleTokenProvider|MultiFactorAuthentication|MFA (enabled|required)/i,
    says: () =>
      'the role wants MFA, and Terraform does not ask for a code: get keys by "aws sts get-session-token --serial-number ... --token-code ...", or let "aws configure export-credentials --format env" ask for it, and set these in the shell',
  },
  {
    pattern: /ExpiredToken|RequestExpired|token (has|is) expired/i,
    says: () => 'the credentials have expired: sign in again, and run this once more',
  },
  {
    pattern:
      /No valid credential sources? found|failed to refresh cached credentials|no EC2 IMDS role found/i,
    says: () =>
      'there are no credentials: set those of the tooling account ("aws sts get-caller-identity" has to show it)',
  },
  {
    pattern:
      /InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|SignatureDoesNotMatch|security token included in the request is invalid/i,
    says: () =>
      'AWS does not know the credentials: set those of the tooling account ("aws sts get-caller-identity" has to show it)',
  },
  {
    pattern: REFUSED_ROLE,
    says: refusedRole,
  },
  {
    pattern: /get shared config profile,? (\S+)/i,
    says: (_stack, [, profile]) =>
      `AWS_PROFILE names ${profile}, and there is no such profile: "aws configure list-profiles" shows them`,
  },
  {
    pattern: /AWS account ID not allowed: (\d+)/,
    says: ({ account }, [, got]) => `the credentials are of account ${got}, and the stack is of ${account}`,
  },
  {
    pattern: /no matching Route ?53 Hosted Zone found/,
    says: () =>
      'the zone of the domain is not in the account of the credentials: use those of the tooling account, where bootstrap has made it',
  },
  {
    pattern: /is not authorized to perform: ([\w-]+:\w+)/,
    says: (_stack, [, action]) =>
      `the credentials may not do ${action}: use those of the tooling account ("aws sts get-caller-identity" has to show it)`,
  },
  {
    pattern: /AccessDenied|StatusCode: 403/,
    says: () =>
      'the credentials lack a right: use those of the tooling account ("aws sts get-caller-identity" has to show it)',
  },
];

/** Of a stack that reads what another one makes. */
const NOT_MADE =
  /couldn't find resource|ResourceNotFoundException|ParameterNotFound|No cluster found|reading EKS Cluster[^\n]*(empty|not found)/i;

/** Why a stack has no plan. */
export interface NoPlan {
  /** In words for people: in place of Terraform's where these are known. */
  readonly why: string;
  /** The stack that has to be deployed before, if it is that. */
  readonly waitsFor?: string;
  /** Terraform's own errors. */
  readonly faults?: readonly Diagnostic[];
}

/** Finds out why a stack has no plan, by Terraform's errors. */
export function whyNoPlan(stack: SynthesizedStack, faults: readonly Diagnostic[]): NoPlan {
  return { ...explain(stack, faults), faults };
}

function explain(stack: SynthesizedStack, faults: readonly Diagnostic[]): NoPlan {
  const texts = faults.map(({ summary, detail }) => `${summary}\n${detail ?? ''}`);
  for (const { pattern, says } of CAUSES) {
    const match = texts.map((text) => text.match(pattern)).find(Boolean);
    if (match) return { why: `${says(stack, match)}\n  AWS: ${lineOf(match)}` };
  }
  const [platform] = stack.dependencies;
  if (platform && texts.some((text) => NOT_MADE.test(text) || OLD_CONTRACT.test(text))) {
    return {
      waitsFor: platform,
      why: `it reads what ${platform} makes, and that is not deployed, or not with this commit: deploy both by "npx cdktf deploy ${platform} ${stack.name}"`,
    };
  }
  const found = hints(
    stack,
    faults.map(({ address, summary, detail }) => ({ address, text: `${summary}\n${detail ?? ''}` })),
  );
  return { why: [formatErrors(faults).trim(), ...found].join('\n') };
}

/** The line in which AWS says it, as whoever looks for help needs it. */
function lineOf({ input = '', index = 0 }: RegExpMatchArray): string {
  const [begin, end] = [input.lastIndexOf('\n', index) + 1, input.indexOf('\n', index)];
  return input.slice(begin, end < 0 ? undefined : end).trim();
}

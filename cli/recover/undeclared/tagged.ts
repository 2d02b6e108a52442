import type { Failure } from '../../../console/failure';
import type { Aws } from '../../../programs/aws';
import { pooled } from '../../../programs/pooled';
import { AwsResource } from '../removal/aws-resource';

type Tags = Readonly<Record<string, string>>;

/** What carries tags in an account. */
export interface Tagged {
  readonly arn: string;
  readonly tags: Tags;
}

export interface TagSearch {
  readonly tags: Tags;
  /** What the names of its roles begin with. */
  readonly roles: string;
  /** What need not be looked at, by its ARN. Default: nothing. */
  readonly isKnown?: (arn: string) => boolean;
  /** Where AWS lists what is in no region. Default: it is not looked for. */
  readonly globalRegion?: string;
}

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

const AT_ONCE = 4;

/**
 * What AWS lists by a tag. That is deleted may be among it for hours: zones, volumes, listeners and their rules for sure.
 * Source: Resource Groups Tagging API Reference, GetResources: "tagged or previously tagged"; aws/aws-sdk#676.
 * @param value Default: any.
 * @throws Failure when AWS does not tell.
 */
export async function listTagged(aws: Aws, key: string, value?: string): Promise<Tagged[]> {
  const filter = value === undefined ? `Key=${key}` : `Key=${key},Values=${value}`;
  const { ResourceTagMappingList } = await aws.json<{
    ResourceTagMappingList: readonly { readonly ResourceARN: string; readonly Tags: readonly Tag[] }[];
  }>('resourcegroupstaggingapi', 'get-resources', '--tag-filters', filter);
  return ResourceTagMappingList.map(({ ResourceARN, Tags }) => ({
    // Of a log group there are two forms.
    arn: ResourceARN.replace(/:\*$/, ''),
    tags: tagsOf(Tags),
  }));
}

/**
 * What carries all of some tags and is there, though no state and no code may know of it.
 * @throws Failure when AWS does not tell.
 */
export async function findTagged(aws: Aws, wanted: TagSearch): Promise<Tagged[]> {
  const { tags, isKnown = () => false } = wanted;
  const isWanted = (found: Tagged) =>
    !isKnown(found.arn) && Object.entries(tags).every(([key, value]) => found.tags[key] === value);
  const [[key, value]] = Object.entries(tags) as [[string, string]];
  const [listed, global, roles] = await Promise.all([
    listTagged(aws, key, value),
    listGlobal(aws, wanted, key, value),
    findRoles(aws, wanted),
  ]);
  // Where the region is that one as well, it lists everything.
  const all = new Map([...listed, ...global, ...roles].map((found) => [found.arn, found]));
  return stillThere(aws, [...all.values()].filter(isWanted));
}

/** Of what was listed. */
export async function stillThere<T extends Pick<Tagged, 'arn'>>(
  aws: Aws,
  listed: readonly T[],
): Promise<T[]> {
  const isThere = await pooled(listed, AT_ONCE, ({ arn }) => new AwsResource(arn).isThere(aws));
  return listed.filter((_, index) => isThere[index]);
}

/** A company may have closed regions that it does not use. */
async function listGlobal(
  aws: Aws,
  { globalRegion }: TagSearch,
  key: string,
  value: string,
): Promise<Tagged[]> {
  if (globalRegion === undefined) return [];
  return listTagged(aws.in(globalRegion), key, value).catch((error: Failure) => {
    if (/AccessDenied/.test(error.message)) return [];
    throw error;
  });
}

/** The tagging API knows of no roles. Their names alone don't tell: one may begin with another one. */
async function findRoles(aws: Aws, { roles, isKnown = () => false }: TagSearch): Promise<Tagged[]> {
  const { Roles } = await aws.json<{ Roles: { RoleName: string; Arn: string }[] }>('iam', 'list-roles');
  const candidates = Roles.filter(({ RoleName, Arn }) => RoleName.startsWith(roles) && !isKnown(Arn));
  const found = await pooled(candidates, AT_ONCE, async ({ RoleName, Arn }) => {
    const { Role } = await aws.json<{ Role: { Tags?: readonly Tag[] } }>(
      ...['iam', 'get-role', '--role-name', RoleName],
    );
    return { arn: Arn, tags: tagsOf(Role.Tags ?? []) };
  });
  return found;
}

function tagsOf(tags: readonly Tag[]): Tags {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}

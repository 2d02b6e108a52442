import { PREVIEW_ID } from '../../declarations/preview-id';
import type { Aws } from '../../programs/aws';
import { pooled } from '../../programs/pooled';

/** A resource of a preview, by its tags. */
export interface Tagged {
  readonly arn: string;
  readonly id: string;
  /** What the preview is of, `preview-of`. */
  readonly request?: string;
  readonly owner?: string;
  readonly expires?: string;
}

interface Mapping {
  readonly ResourceARN: string;
  readonly Tags: readonly { readonly Key: string; readonly Value: string }[];
}

const AT_ONCE = 4;
const KEY = /^arn:[^:]+:kms:[^:]*:\d+:key\//;

/**
 * What carries the tags of previews in the host's account, though no state and no record may know of it.
 * @param id of one preview. Default: all of them.
 * @throws Failure when AWS does not tell.
 */
export async function readTagged(aws: Aws, id?: string): Promise<Tagged[]> {
  const filter = id === undefined ? 'Key=preview' : `Key=preview,Values=${id}`;
  const { ResourceTagMappingList } = await aws.json<{ ResourceTagMappingList: Mapping[] }>(
    ...['resourcegroupstaggingapi', 'get-resources', '--tag-filters', filter],
  );
  const found = ResourceTagMappingList.map(({ ResourceARN, Tags }) => {
    const tags = new Map(Tags.map(({ Key, Value }) => [Key, Value]));
    return {
      arn: ResourceARN,
      id: tags.get('preview') ?? '',
      request: tags.get('preview-of'),
      owner: tags.get('owner'),
      expires: tags.get('expires'),
    };
  }).filter((tagged) => PREVIEW_ID.test(tagged.id));
  const stays = await pooled(found, AT_ONCE, ({ arn }) => isThere(aws, arn));
  return found.filter((_, index) => stays[index]);
}

/** A key that is deleted is there for days, and costs nothing. */
async function isThere(aws: Aws, arn: string): Promise<boolean> {
  if (!KEY.test(arn)) return true;
  const { KeyMetadata } = await aws.json<{ KeyMetadata: { KeyState: string } }>(
    ...['kms', 'describe-key', '--key-id', arn],
  );
  return KeyMetadata.KeyState !== 'PendingDeletion';
}

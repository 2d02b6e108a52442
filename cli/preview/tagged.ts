import { PREVIEW_ID } from '../../declarations/preview-id';
import type { Aws } from '../../programs/aws';
import { listTagged } from '../recover/undeclared/tagged';

/** A resource of a preview, by its tags. */
export interface PreviewResource {
  readonly arn: string;
  readonly id: string;
  /** What the preview is of, `preview-of`. */
  readonly request?: string;
  readonly owner?: string;
  readonly expires?: string;
}

/**
 * What carries the tags of previews in the host's account, though no state and no record may know of it.
 * @param id of one preview. Default: all of them.
 * @throws Failure when AWS does not tell.
 */
export async function readTagged(aws: Aws, id?: string): Promise<PreviewResource[]> {
  return (await listTagged(aws, 'preview', id))
    .map(({ arn, tags }) => ({
      arn,
      id: tags.preview ?? '',
      request: tags['preview-of'],
      owner: tags.owner,
      expires: tags.expires,
    }))
    .filter((tagged) => PREVIEW_ID.test(tagged.id));
}

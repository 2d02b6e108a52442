import type { Naming } from '../../constructs/core/naming';
import { type PreviewEntry, previewFolder, readEntry } from '../../constructs/preview/preview-record';
import { PREVIEW_ID } from '../../declarations/preview-id';
import type { Aws } from '../../programs/aws';

/**
 * What previews within a host say of themselves, by their ids. A record that can't be read is as if it was not there.
 * @throws Failure when AWS does not tell.
 */
export async function readRecords(aws: Aws, host: Naming): Promise<Map<string, PreviewEntry>> {
  const folder = previewFolder(host);
  const { Parameters } = await aws.json<{ Parameters: { Name: string; Value: string }[] }>(
    ...['ssm', 'get-parameters-by-path', '--path', folder],
  );
  const records = Parameters.flatMap(({ Name, Value }) => {
    const id = Name.slice(folder.length + 1);
    const entry = readEntry(Value);
    return PREVIEW_ID.test(id) && entry ? [[id, entry] as const] : [];
  });
  return new Map(records);
}

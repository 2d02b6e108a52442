/** An entry of `aws s3api list-object-versions`. A marker has no size: it says that the object was deleted. */
export interface Version {
  readonly Key: string;
  readonly VersionId: string;
  readonly LastModified: string;
  readonly IsLatest: boolean;
  readonly Size?: number;
}

export interface Versions {
  readonly Versions?: readonly Version[];
  readonly DeleteMarkers?: readonly Version[];
}

/** An object that is another one now, or gone. */
export interface Lost {
  readonly key: string;
  /** The version of then. */
  readonly versionId: string;
  readonly bytes: number;
  readonly now: 'deleted' | 'overwritten';
}

/** What is not as it was at a moment. What did not exist then is none of it. */
export function lostSince({ Versions = [], DeleteMarkers = [] }: Versions, at: Date): Lost[] {
  const keys = new Map<string, Version[]>();
  for (const version of [...Versions, ...DeleteMarkers]) {
    keys.set(version.Key, [...(keys.get(version.Key) ?? []), version]);
  }
  return [...keys.values()].flatMap((all) => lost(all, at));
}

function lost(all: readonly Version[], at: Date): Lost[] {
  const before = all
    .filter(({ LastModified }) => new Date(LastModified) <= at)
    .sort((a, b) => Date.parse(b.LastModified) - Date.parse(a.LastModified));
  const then = before.find(({ IsLatest }) => IsLatest) ?? before[0];
  const now = all.find(({ IsLatest }) => IsLatest);
  if (then?.Size === undefined || then.IsLatest) return [];
  const { Key: key, VersionId: versionId, Size: bytes } = then;
  return [{ key, versionId, bytes, now: now?.Size === undefined ? 'deleted' : 'overwritten' }];
}

import { digestOf } from './digest-of';

/** The longest id. With a service's name and a dash it is a host, with a group's a namespace. */
export const LONGEST_ID = 20;

/** The number of a pull request. */
const REQUEST = /^pr-\d{1,6}$/;

/** How every name ends that a preview's id was put behind. */
export const ENDS_IN_ID = /-(pr-\d{1,6}|[0-9a-f]{8})$/;

/** What `previewId` makes, and nothing else: so that no other name is ever taken for a preview's. */
export const PREVIEW_ID = /^(pr-\d{1,6}|(?=.{1,20}$)[a-z0-9]+(-[a-z0-9]+)*-[0-9a-f]{8})$/;

/**
 * The id of a preview, which is part of all its names. `pr-42` stays as it is. Any other name, such as that of a
 * branch, is shortened and gets a hash of the whole name, so that two names never clash.
 */
export function previewId(name: string): string {
  if (REQUEST.test(name)) return name;
  const hash = digestOf(name);
  const readable = name
    // An accent is not worth a letter.
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, LONGEST_ID - hash.length - 1)
    .replace(/-+$/, '');
  return `${readable || 'branch'}-${hash}`;
}

import { join } from 'node:path';
import { userCache } from '../../../programs/user-cache';
import { exclusively } from '../exclusive';
import { isUnpacked, unpack } from './debian';
import { PROGRAMS, type ProgramName } from './programs';

/** Where the programs of servers are kept for all checkouts of a user, a folder for each. */
export const serverPrograms = () => join(userCache(), 'servers');

/** The folder of one that was fetched: below it the paths are as Debian has them. */
export const folderOf = (name: ProgramName) => join(serverPrograms(), name);

/** Whether it need not be fetched. */
export const isFetched = (name: ProgramName) => isUnpacked(folderOf(name), PROGRAMS[name]);

/**
 * Fetches the program of a server, unless it is there.
 * @param waiting is called with the pid of another run that fetches.
 * @returns its folder. @throws what apt says, or that this machine has no packages of Debian.
 */
export async function fetchProgram(
  name: ProgramName,
  waiting: (pid: number) => void = () => {},
): Promise<string> {
  if (isFetched(name)) return folderOf(name);
  return exclusively(`${serverPrograms()}.lock`, waiting, async () => {
    if (!isFetched(name)) await unpack(folderOf(name), PROGRAMS[name]);
    return folderOf(name);
  });
}

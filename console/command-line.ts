import { type ParseArgsConfig, parseArgs } from 'node:util';
import { suggest } from '../problems/suggest';
import { Failure } from './failure';

/**
 * Reads the command line of a command. The message about a mistake ends with the usage.
 * @param exitCode for a mistake in the command line. Default: 1. A command whose exit codes have meanings needs a
 * different one.
 */
export function commandLine(usage: string, exitCode = 1) {
  const refused = (what: string) => new Failure(`${what}\n\n${usage}`, exitCode);
  return {
    /** @returns what to throw. */
    refused,

    /** @throws Failure about what is unknown, or lacks its value. */
    parse<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
      try {
        return parseArgs(config);
      } catch (error) {
        throw refused(whatIsWrong(error as Error, Object.keys(config.options ?? {})));
      }
    },

    /** @throws Failure when it is no whole number between the two, which are allowed. */
    minutes(option: string, text: string, least: number, most: number): number {
      const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
      if (number >= least && number <= most) return number;
      throw refused(`${option}: got "${text}"; allowed: ${least} to ${most}`);
    },
  };
}

/** What Node says about a command line, without how to get around it, and what may have been meant. */
export function whatIsWrong({ message }: Error, options: readonly string[]): string {
  const [what = message] = message.split('. ');
  const unknown = /^Unknown option '--([^']+)'$/.exec(what)?.[1];
  return unknown ? `${what}${suggest(unknown, options).replace(/"(.*)"/, '"--$1"')}` : what;
}

import { type ParseArgsConfig, parseArgs } from 'node:util';
import { suggest } from '../problems/suggest';
import { Failure } from './failure';

export interface JsonOption {
  readonly json: boolean;
}

/** The words of a command line that takes words alone, and `--json`. */
export interface Words<Required extends string, Optional extends string> {
  readonly required: readonly Required[];
  readonly optional?: readonly Optional[];
  /** For the message about too few or too many, such as `one environment`. */
  readonly allowed: string;
}

/**
 * Reads the command line of a command. The message about a mistake ends with the usage.
 * @param exitCode for a mistake in the command line. Default: 1. A command whose exit codes have meanings needs a
 * different one.
 */
export function commandLine(usage: string, exitCode = 1) {
  const refused = (what: string) => new Failure(`${what}\n\n${usage}`, exitCode);
  const parse = <T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> => {
    try {
      return parseArgs(config);
    } catch (error) {
      throw refused(whatIsWrong(error as Error, Object.keys(config.options ?? {})));
    }
  };
  return {
    /** @returns what to throw. */
    refused,

    /** @throws Failure about what is unknown, or lacks its value. */
    parse,

    /**
     * The same for words alone, with `--json` and `--help`.
     * @returns undefined when help is asked for.
     */
    words<R extends string, O extends string = never>(
      args: readonly string[],
      { required, optional = [], allowed }: Words<R, O>,
    ): (Readonly<Record<R, string>> & Readonly<Partial<Record<O, string>>> & JsonOption) | undefined {
      const { values, positionals } = parse({
        args: [...args],
        allowPositionals: true,
        options: {
          json: { type: 'boolean', default: false },
          help: { type: 'boolean', short: 'h', default: false },
        },
      });
      if (values.help) return undefined;
      const isWrong =
        required.some((_, index) => !positionals[index]) ||
        positionals.length > required.length + optional.length;
      if (isWrong) throw refused(`got ${positionals.join(' ') || 'nothing'}; allowed: ${allowed}`);
      const named = [...required, ...optional].map((name, index) => [name, positionals[index]]);
      return { ...Object.fromEntries(named), json: values.json };
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

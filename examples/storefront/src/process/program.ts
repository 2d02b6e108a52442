import {
  type Configuration,
  readConfiguration,
  type SETTINGS,
  shown,
  WrongConfiguration,
} from './configuration';
import { createLog, type Logger } from './log';
import { startTraces } from './telemetry';

/** Takes nothing more, and waits for what is under way. */
export type Stop = () => Promise<void>;

/**
 * Runs a program: reads its configuration, tells it, works, and ends well.
 * @param seconds that it waits at the end for what is under way.
 * @param start gives a function that stops it, or undefined if it is done.
 */
export async function runProgram<P extends keyof typeof SETTINGS>(
  settings: P,
  seconds: number,
  start: (configuration: Configuration<P>, log: Logger) => Promise<Stop | undefined>,
): Promise<void> {
  let log = createLog('info');
  try {
    const configuration = readConfiguration(settings, process.env);
    log = createLog(configuration.LOG_LEVEL);
    log.info({ configuration: shown(configuration) }, 'starting');
    const stopTraces = await startTraces(configuration);
    const ending = new Ending(log, seconds);
    const stop = await start(configuration, log);
    if (stop) await ending.wait(stop);
    await stopTraces();
  } catch (error) {
    if (error instanceof WrongConfiguration)
      log.error({ faults: error.faults }, 'the configuration is wrong');
    else log.error({ err: error }, 'ended by a failure');
    process.exitCode = 1;
  }
}

class Ending {
  private stop: ((signal: string) => void) | undefined;

  constructor(
    private readonly log: Logger,
    private readonly seconds: number,
  ) {
    // The first process of a container is not ended by a signal that it does not listen to.
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => this.told(signal));
  }

  /** Until it is told to end, and then until it has. */
  async wait(stop: Stop): Promise<void> {
    const signal = await new Promise<string>((resolve) => {
      this.stop = resolve;
    });
    this.log.info({ signal, seconds: this.seconds }, 'stopping: unready, finishing what is under way');
    setTimeout(() => this.exit('what was under way took too long'), this.seconds * 1000).unref();
    await stop();
    this.log.info('stopped');
  }

  private told(signal: string): void {
    if (this.stop) this.stop(signal);
    // A transaction that is not committed is none.
    else this.exit('interrupted');
  }

  private exit(why: string): never {
    this.log.error(why);
    process.exit(1);
  }
}

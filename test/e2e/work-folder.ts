import { type Captured, capture } from '../../programs/capture';
import { folder } from '../local/temporary';
import type { BareEmulator } from './bare-emulator';

/** A folder of Terraform files, in which programs reach an emulator alone. */
export class WorkFolder {
  readonly directory = folder();

  constructor(private readonly emulator: BareEmulator) {}

  run(program: string, ...args: string[]): Promise<Captured> {
    return capture(program, args, { cwd: this.directory, env: this.emulator.env });
  }

  /** @returns what it prints. Fails the test, with what it says, when it does not end with 0. */
  async succeed(program: string, ...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(program, ...args);
    expect([code, stderr, stdout]).toEqual([0, expect.any(String), stdout]);
    return stdout;
  }
}

/** Which calls to the emulator, as its README has it. */
export interface Call {
  readonly service: string;
  readonly action?: string;
  /** Of the request; `*` is anything. */
  readonly path?: string;
}

/** What happens to calls, as the emulator's README has it. */
export interface Fault extends Call {
  readonly effect?: 'error' | 'throttled' | 'late' | 'lost-call' | 'lost-answer';
  readonly status?: number;
  readonly code?: string;
  readonly message?: string;
  readonly times?: number;
  readonly seconds?: number;
  readonly probability?: number;
  readonly delay_ms?: number;
}

export interface SetFault extends Fault {
  readonly id: string;
  readonly hits: number;
}

/** The faults of one emulator. */
export class Faults {
  /** @param url of the emulator. */
  constructor(private readonly url: string) {}

  async add(fault: Fault): Promise<string> {
    const { id } = await this.ask<{ id: string }>('', { method: 'POST', body: JSON.stringify(fault) });
    return id;
  }

  /** How many calls a fault has hit. */
  async hits(id: string): Promise<number> {
    const all = await this.ask<SetFault[]>('');
    return all.find((fault) => fault.id === id)?.hits ?? 0;
  }

  /** How many calls any has hit. */
  async allHits(): Promise<number> {
    return (await this.ask<SetFault[]>('')).reduce((sum, { hits }) => sum + hits, 0);
  }

  async clear(): Promise<void> {
    await this.ask('', { method: 'DELETE' });
  }

  private async ask<T>(path: string, request?: RequestInit): Promise<T> {
    const response = await fetch(`${this.url}/_emulator/faults${path}`, request);
    const answer = (await response.json()) as T;
    if (!response.ok) throw new Error(JSON.stringify(answer));
    return answer;
  }
}

import { type Emulator, endpoint } from './emulator';

/** A line for each database and cache: which server stands behind it, and why none does where that is so. */
export async function serversTold(emulator: Pick<Emulator, 'port'>): Promise<string[]> {
  const response = await fetch(`${endpoint(emulator)}/_emulator/servers/told`);
  // One that was started by older code does not know.
  return response.ok ? ((await response.json()) as string[]) : [];
}

import { createInterface } from 'node:readline';

/** Asks the server at once, and again for each line on stdin. @param ask answers with who is signed in. */
export async function answer(ask) {
  console.log(await ask());
  for await (const _ of createInterface({ input: process.stdin })) console.log(await ask());
  process.exit();
}

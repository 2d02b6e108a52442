import type { Call } from './faults';

/** Terraform takes the lock of a stack. */
export const LOCK = (stack: string): Call => ({
  service: 's3',
  action: 'PutObject',
  path: `*/${stack}.tfstate.tflock`,
});

/** Terraform stores the state of a stack. */
export const STATE = (stack: string): Call => ({
  service: 's3',
  action: 'PutObject',
  path: `*/${stack}.tfstate`,
});

/** What the stack of an environment's account is called. */
export function accountStack(environment: string): string {
  return `account-${environment}`;
}

/** What the stack of the account that holds the copies of backups is called. */
export const BACKUPS_STACK = 'backups';

/** What the names of the stacks of all previews begin with. */
export const PREVIEW_STACKS = 'preview-';

/** The file beside the app that holds the state of the bootstrap until there is a bucket. */
export const LOCAL_STATE = 'bootstrap.tfstate';

/** What the stack is called that is deployed first, and holds the states of all. */
export const BOOTSTRAP = 'bootstrap';

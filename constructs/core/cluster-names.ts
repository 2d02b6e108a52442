/** Groups of a cluster's users: access entries name them, and roles in the cluster are bound to them. */
export const READERS = 'platform-readers';
export const VIEWERS = 'platform-viewers';
export const PREVIEWERS = 'platform-previewers';

export { SETUP } from '../../declarations/setup-namespace';

/** The label of everything in the cluster that belongs to a preview. */
export const PREVIEW = 'preview';

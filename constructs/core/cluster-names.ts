/** Groups of a cluster's users: access entries name them, and roles in the cluster are bound to them. */
export const READERS = 'platform-readers';
export const PREVIEWERS = 'platform-previewers';

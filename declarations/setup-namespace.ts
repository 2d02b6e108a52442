/** The namespace of setup jobs. No group of services may have this name. */
export const SETUP = 'setup';

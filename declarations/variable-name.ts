/** Names of environment variables. */
export const VARIABLE = /^[A-Z][A-Z0-9_]*$/;
export const ALLOWED_VARIABLE = 'capital letters, digits and underscores, a letter first';

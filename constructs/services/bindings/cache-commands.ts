/**
 * All commands except those that administer the server or stop it for everyone (FLUSHALL, KEYS, CONFIG...). INFO is
 * allowed, because clients use it to find out whether the server is ready.
 */
export const CACHE_COMMANDS = '+@all -@admin -@dangerous +info';

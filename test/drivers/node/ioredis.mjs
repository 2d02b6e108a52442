import { readFileSync } from 'node:fs';
import { env } from 'node:process';
import { Redis } from 'ioredis';
import { answer } from './answer.mjs';

const redis = new Redis(env.REDIS_URL, { tls: { ca: readFileSync(env.CA_FILE) } });

// It would go on trying.
redis.on('error', (error) => {
  throw error;
});
await answer(() => redis.call('ACL', 'WHOAMI'));

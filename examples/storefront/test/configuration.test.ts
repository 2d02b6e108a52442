import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connection } from '../src/backing/database';
import { readConfiguration, shown, WrongConfiguration } from '../src/process/configuration';

const RIGHT = {
  PORT: '8080',
  DATABASE_URL: 'postgresql://shop_a:s3cret@db.internal:5432/orders?sslmode=require',
  REDIS_URL: 'rediss://shop_a:s3cret@cache.internal:6379',
  REDIS_PREFIX: '',
  CATALOG_URL: 'http://catalog-api:8080',
  ASSETS_BUCKET: 'assets',
};

const faults = (env: Record<string, string>) => {
  try {
    readConfiguration('web', env);
  } catch (error) {
    if (error instanceof WrongConfiguration) return error.faults;
  }
  return [];
};

test('what the platform gives is understood', () => {
  const read = readConfiguration('web', RIGHT);
  assert.deepEqual([read.PORT, read.PAGE_SIZE, read.CURRENCY, read.REDIS_PREFIX], [8080, 24, 'EUR', '']);
});

test('all faults are named at once, with what is allowed', () => {
  assert.deepEqual(
    faults({
      ...RIGHT,
      LOG_LEVEL: 'loud',
      PORT: 'high',
      DATABASE_URL: 'mysql://db',
      ASSETS_BUCKET: '',
      CA_FILE: '/not/there',
    }),
    [
      'LOG_LEVEL: got "loud"; allowed: debug, info, warn, error',
      'CA_FILE: got "/not/there"; allowed: a file that can be read',
      'DATABASE_URL: got "mysql://db"; allowed: a URL that begins with postgresql:// or postgres://',
      'ASSETS_BUCKET: is missing; allowed: the name of a bucket',
      'PORT: got "high"; allowed: 1 to 65535',
    ],
  );
});

test('no password is shown, whether the configuration is right or wrong', () => {
  const texts = [
    JSON.stringify(shown(readConfiguration('web', RIGHT))),
    ...faults({ ...RIGHT, DATABASE_URL: RIGHT.REDIS_URL, REDIS_URL: RIGHT.DATABASE_URL }),
    // Not even one with signs that belong into no URL.
    ...faults({ ...RIGHT, DATABASE_URL: 'mysql://a:s3@s3cret:x@db/x', REDIS_URL: 'redis//:s3cret@db' }),
  ];
  assert.equal(texts.length, 5);
  for (const text of texts) assert.doesNotMatch(text, /s3/);
  assert.match(texts[0]!, /shop_a:\*\*\*@db\.internal/);
});

test('the connection is encrypted where the URL says so, and the server verified where it can be', () => {
  const by = (query: string, CA_FILE?: string) =>
    connection({ DATABASE_URL: `postgresql://a:b@db/orders${query}`, CA_FILE }).ssl;
  assert.deepEqual(by('?sslmode=require'), { rejectUnauthorized: false });
  assert.deepEqual(Object.keys(by('', __filename) as object), ['ca']);
  assert.equal(by('?sslmode=disable', __filename), false);
  assert.equal(by(''), false);
});

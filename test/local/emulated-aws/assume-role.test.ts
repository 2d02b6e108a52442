import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { assumeRole } from '../../../local/emulated-aws/assume-role';

const ROLE = 'arn:aws:iam::111111111111:role/acme-deploy';
const CALLER = { accessKeyId: 'AKIA', secretAccessKey: 's', sessionToken: 't' };
const KEYS =
  '<AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>a</SecretAccessKey><SessionToken>b</SessionToken>';

let server: Server;
/** When the role was made, in seconds from now, and how often it is still denied. */
let made: number | undefined;
let denials: number;
let asked: number;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const isAssumption = Buffer.concat(chunks).toString().includes('Action=AssumeRole');
      asked += isAssumption ? 1 : 0;
      const [status, text] = isAssumption
        ? asked > denials
          ? [200, KEYS]
          : [403, '<Code>AccessDenied</Code>']
        : made === undefined
          ? [404, '']
          : [200, `<CreateDate>${new Date(Date.now() + made * 1000).toISOString()}</CreateDate>`];
      response.writeHead(status, { connection: 'close' }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server.close());

const assume = () => {
  asked = 0;
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return assumeRole({ endpoint, region: 'eu-central-1' }, CALLER, ROLE);
};

test('a role that was made a moment ago is asked for again until STS knows it', async () => {
  [made, denials] = [-1, 2];
  expect(await assume()).toEqual({ accessKeyId: 'ASIA', secretAccessKey: 'a', sessionToken: 'b' });
  expect(asked).toBe(3);
});

test('a denial of an older role is told at once', async () => {
  [made, denials] = [-60, 1];
  await expect(assume()).rejects.toThrow(/no keys for .*acme-deploy:\n {2}<Code>AccessDenied/);
  expect(asked).toBe(1);
});

test('a role that is not there is nothing wrong', async () => {
  [made, denials] = [undefined, 0];
  expect(await assume()).toBeUndefined();
});

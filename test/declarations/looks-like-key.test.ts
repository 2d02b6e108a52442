import { createHash } from 'node:crypto';
import { looksLikeKey } from '../../declarations/looks-like-key';

/** Nobody's: digits of a digest, so that no text here is a key to anything, or taken for one. */
const random = (length: number, form: 'hex' | 'base64' | 'base64url' = 'base64url') =>
  createHash('sha512').update(`${form}${length}`).digest(form).repeat(2).slice(0, length);
const letters = (length: number) =>
  random(2 * length, 'base64')
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .slice(0, length);
const upper = (length: number) =>
  random(512, 'hex')
    .replaceAll(/[^2-7a-f]/g, '')
    .toUpperCase()
    .slice(0, length);
const of = (...parts: readonly string[]) => parts.join('');
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('refuses', () => {
  test.each([
    ['an access key of AWS', of('AK', 'IA', upper(16))],
    ['a temporary access key of AWS', of('AS', 'IA', upper(16))],
    ['a secret access key of AWS', of(letters(13), '/', letters(12), '/', letters(13))],
    ['a token of GitHub', of('gh', 'p_', letters(36))],
    ['a fine-grained token of GitHub', of('github', '_pat_', letters(22), '_', letters(59))],
    ['a token of GitLab', of('gl', 'pat-', letters(20))],
    ['a bot of Slack', of('xo', 'xb-', '123456789012-', letters(24))],
    [
      'a webhook of Slack',
      of('https://hooks.sl', 'ack.com/services/T0', letters(8), '/B0', letters(8), '/', letters(24)),
    ],
    ['a webhook of Discord', of('https://disc', 'ord.com/api/webhooks/12345/', letters(68))],
    ['a live key of Stripe', of('sk', '_live_', letters(24))],
    ['a test key of Stripe', of('sk', '_test_', letters(24))],
    ['the secret of a webhook of Stripe', of('wh', 'sec_', letters(32))],
    ['a key of Google', of('AI', 'za', letters(35))],
    ['a token of npm', of('np', 'm_', letters(36))],
    ['a token of PyPI', of('py', 'pi-AgEI', letters(60))],
    ['a token of Docker', of('dckr', '_pat_', letters(27))],
    ['a key of SendGrid', of('S', 'G.', letters(22), '.', letters(43))],
    ['a key of Mailchimp', of(random(32, 'hex'), '-us', '12')],
    ['a key of OpenAI', of('sk', '-proj-', letters(48))],
    ['a token of Hugging Face', of('h', 'f_', 'abcdefghijklmnopqrstuvwxyzABCDEFGH')],
    ['a private key', of('-----BEGIN RSA PRI', 'VATE KEY-----\n', random(64, 'base64'))],
    ['a private key of OpenSSH', of('-----BEGIN OPENSSH PRI', 'VATE KEY-----\n', random(64, 'base64'))],
    ['a signed token (JWT)', of('ey', 'JhbGciOiJIUzI1NiJ9.ey', 'JzdWIiOiIxMjM0In0.', letters(43))],
    ['a URL with a password', of('postgresql://shop:', 'hunter2', '@db.example:5432/shop')],
    ['a URL with a password and no user', of('redis://:', 'hunter2', '@cache.example:6379')],
    ['a header that signs in', of('Authorization: Bea', 'rer ', letters(32))],
    ['a connection string', of('Server=db.example;User Id=shop;Pass', 'word=hunter2;')],
    ['a signed URL', of('https://files.example/a.pdf?X-Amz-Sig', 'nature=', random(64, 'hex'))],
    ['a key in hexadecimal digits', random(32, 'hex')],
    ['a long key in hexadecimal digits', random(64, 'hex')],
    ['a key in base64', random(44, 'base64')],
    ['a key in base64 for URLs', random(43)],
    ['a key beside other text', of('partner=acme,key=', letters(40))],
  ])('%s', (_what, text) => {
    expect(looksLikeKey(text)).toBeDefined();
  });
});

describe('lets pass', () => {
  test.each([
    ['nothing', ''],
    ['a word', 'production'],
    ['a UUID', '3f2b8a1c-5d6e-4f70-8a9b-0c1d2e3f4a5b'],
    ['a commit', '4b825dc642cb6eb9a060e54bf8d69288fbee4904'],
    ['a short commit', '4b825dc'],
    ['the digest of an image', `registry.example/shop@sha256:${random(64, 'hex')}`],
    ['the integrity of a script', `sha384-${random(64, 'base64')}`],
    [
      'an ARN',
      'arn:aws:secretsmanager:eu-central-1:111111111111:secret:/acme/dev/shop/a1B2c3D4e5F6g7-x9Y8z7',
    ],
    [
      'the ARN of a target group',
      'arn:aws:elasticloadbalancing:eu-central-1:111111111111:targetgroup/shop/50dc6c495c0c9188',
    ],
    ['a host of RDS', 'dev-orders.c9akciq32rgt.eu-central-1.rds.amazonaws.com'],
    ['a host of a load balancer', 'k8s-shop-web-0a1b2c3d4e-1234567890.eu-central-1.elb.amazonaws.com'],
    ['base64 of a short word', base64('storefront')],
    ['base64 of a sentence', base64('hello')],
    ['a URL', 'https://api.partner.example/v2/orders?limit=100&sort=createdAt'],
    ['a URL with a user and no password', 'https://shop@git.example/acme/shop.git'],
    ['a URL with a port', 'http://collector.observability:4318/v1/traces'],
    [
      'a public key',
      `-----BEGIN PUBLIC KEY-----\n${random(64, 'base64')}\n${random(43, 'base64')}=\n-----END PUBLIC KEY-----`,
    ],
    ['a certificate', `-----BEGIN CERTIFICATE-----\n${random(64, 'base64')}\n-----END CERTIFICATE-----`],
    ['a public key of SSH', `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${random(43, 'base64')} ada@acme`],
    ['a public key of Stripe', 'pk_live_shop'],
    ['a cron line', '*/15 2-4 * * mon-fri'],
    ['a version', '1.24.0-rc.3+build.20261130'],
    ['a user agent', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36'],
    ['a list of features', 'quick-checkout,new-search-2,express_delivery_v3,darkModeForEverybody'],
    ['a colour', '#1a2B3c'],
    ['colours', '#ff8800,#0a0b0c,#12ab34'],
    ['a time zone', 'America/Argentina/Buenos_Aires'],
    ['a locale', 'sk-SK,de-CH,zh-Hant-TW'],
    ['a time', '2026-11-30T01:49:03.000Z'],
    ['an account', '111111111111'],
    ['addresses', '10.0.0.0/16,2001:db8:85a3::8a2e:370:7334/64'],
    ['a phone number', '+49 30 901820'],
    ['an e-mail address', 'shop+orders@acme.example'],
    ['a name in camel case', 'thisIsTheNameOfAVeryLongFeatureThatSomebodyMade2'],
    ['a class of Java', 'com.acme.shop.checkout.v2.PaymentServiceImpl2Factory'],
    ['options of a JVM', '-XX:MaxRAMPercentage=75.0 -XX:+UseZGC -Dfile.encoding=UTF-8'],
    ['a path', '/var/run/secrets/platform/authorities/bundle.pem'],
    ['a queue', 'https://sqs.eu-central-1.amazonaws.com/111111111111/acme-dev-orders-v2.fifo'],
    ['JSON', '{"retries":3,"timeoutSeconds":30,"backoff":"exponential","codes":[429,500,502]}'],
    ['a regular expression', '^[a-z0-9]+(-[a-z0-9]+)*$'],
    ['a sentence about keys', 'Basic information about the secret key and password rules'],
  ])('%s', (_what, text) => {
    expect(looksLikeKey(text)).toBeUndefined();
  });
});

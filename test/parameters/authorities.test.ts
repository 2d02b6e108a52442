import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { amazonAuthorities, databaseAuthorities } from '../../parameters/catalogue/authorities';
import { CATALOGUE } from '../../parameters/catalogue/catalogue';

const regions = Object.keys(CATALOGUE.regions.regions);
const covered = regions.filter((region) => databaseAuthorities(region).length > 0);
const nameOf = (pem: string) => /^CN=(.*)$/m.exec(new X509Certificate(pem).subject)![1];
const A_YEAR = 365 * 24 * 3600 * 1000;

function expectLasting(pem: string): void {
  const certificate = new X509Certificate(pem);
  expect(certificate.ca).toBe(true);
  // Signed by itself, so that nobody else stands behind it.
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(new Date(certificate.validFrom).getTime()).toBeLessThan(Date.now());
  expect(new Date(certificate.validTo).getTime()).toBeGreaterThan(Date.now() + A_YEAR);
}

test.each(covered)('a server in %s is authenticated, whichever kind of key it has', (region) => {
  const authorities = databaseAuthorities(region);
  expect(authorities.map(nameOf).sort()).toEqual(
    ['ECC384', 'RSA2048', 'RSA4096'].map((key) => `Amazon RDS ${region} Root CA ${key} G1`),
  );
  for (const pem of authorities) {
    expect(new X509Certificate(pem).subject).toContain('O=Amazon Web Services\\, Inc.');
    expectLasting(pem);
  }
});

test('caches are authenticated by the authorities of Amazon that Node itself trusts', () => {
  const fingerprint = (pem: string) => new X509Certificate(pem).fingerprint256;
  const trusted = rootCertificates.map(fingerprint);
  const authorities = amazonAuthorities();
  expect(authorities.map(nameOf).sort()).toEqual([
    'Amazon Root CA 1',
    'Amazon Root CA 2',
    'Amazon Root CA 3',
    'Amazon Root CA 4',
    'Starfield Services Root Certificate Authority - G2',
  ]);
  for (const pem of authorities) {
    expect(trusted).toContain(fingerprint(pem));
    expectLasting(pem);
  }
});

test('most regions are covered, and Frankfurt is', () => {
  expect(covered).toEqual(expect.arrayContaining(['eu-central-1', 'us-east-1']));
  expect(covered.length).toBeGreaterThan(25);
});

import 'reflect-metadata';
import { createPrivateKey, webcrypto, X509Certificate } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';

const DAY_MS = 24 * 60 * 60_000;
const DAYS = 365;
/** What ends sooner is made anew. */
const LEFT_DAYS = 30;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/**
 * Makes an authority, in the place of Amazon's, and a certificate that it signs for all of these hosts, unless they are
 * there. The key of the authority is kept nowhere.
 * @returns what tells this certificate from others.
 */
export async function ensureCertificates(folder: string, hosts: readonly string[]): Promise<string> {
  const [authorityFile, certificateFile, keyFile] = ['authority.pem', 'server.pem', 'server.key'].map(
    (name) => join(folder, name),
  ) as [string, string, string];
  const names = [...hosts, 'localhost'];
  const isCurrent = () => {
    if (![authorityFile, certificateFile, keyFile].every(existsSync)) return false;
    const certificate = new X509Certificate(readFileSync(certificateFile));
    const left = new Date(certificate.validTo).getTime() - Date.now();
    return left > LEFT_DAYS * DAY_MS && names.every((name) => certificate.checkHost(name) !== undefined);
  };
  if (!isCurrent()) {
    const { authority, certificate, key } = await issue(names);
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o755);
    for (const [file, text] of [
      [authorityFile, authority],
      [certificateFile, certificate],
      [keyFile, key],
    ] as const) {
      writeFileSync(file, text);
      // Servers run as users of their own. The folder around all of this is closed to others.
      chmodSync(file, 0o644);
    }
  }
  return new X509Certificate(readFileSync(certificateFile)).fingerprint256.replaceAll(':', '').slice(0, 16);
}

async function issue(names: readonly string[]) {
  const [ofAuthority, ofServer] = await Promise.all([makeKeys(), makeKeys()]);
  const { KeyUsageFlags } = x509;
  const signed = { signingKey: ofAuthority.privateKey, signingAlgorithm: ALGORITHM, notBefore: new Date() };
  const notAfter = new Date(Date.now() + DAYS * DAY_MS);
  const identifier = await x509.SubjectKeyIdentifierExtension.create(ofAuthority.publicKey);
  const authority = await x509.X509CertificateGenerator.create({
    ...signed,
    notAfter,
    subject: 'CN=Compose authority',
    issuer: 'CN=Compose authority',
    publicKey: ofAuthority.publicKey,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      identifier,
    ],
  });
  const certificate = await x509.X509CertificateGenerator.create({
    ...signed,
    notAfter,
    subject: 'CN=Compose server',
    issuer: authority.subject,
    publicKey: ofServer.publicKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns', value }))),
      // Which Python asks for from 3.13 on.
      await x509.AuthorityKeyIdentifierExtension.create(ofAuthority.publicKey),
      await x509.SubjectKeyIdentifierExtension.create(ofServer.publicKey),
    ],
  });
  const key = createPrivateKey({
    key: Buffer.from(await webcrypto.subtle.exportKey('pkcs8', ofServer.privateKey)),
    format: 'der',
    type: 'pkcs8',
  });
  return {
    authority: authority.toString('pem'),
    certificate: certificate.toString('pem'),
    key: key.export({ format: 'pem', type: 'pkcs8' }),
  };
}

function makeKeys() {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

import { readFileSync } from 'node:fs';
import { lockFor } from '../../terraform/provider-lock';

// A user who runs Terraform by hand in a stack's folder is told "Required plugins are not installed" when the lock file
// there names a provider that `init` did not install, since the stack does not ask for it.

const lock = readFileSync('.terraform.lock.hcl', 'utf8');
const providers = (text: string) => [...text.matchAll(/^provider "(.*)"/gm)].map(([, name]) => name);

test('a platform gets the provider that it asks for, with its checksums', () => {
  const text = lockFor(lock, ['hashicorp/aws']);
  expect(providers(text)).toEqual(['registry.terraform.io/hashicorp/aws']);
  expect(text).toMatch(/version +=[\s\S]*hashes = \[\n[\s\S]*h1:[\s\S]*\]\n\}\n/);
  expect(text).not.toContain('kubernetes');
});

test('services get all of theirs', () => {
  expect(lockFor(lock, ['hashicorp/kubernetes', 'hashicorp/aws'])).toBe(lock);
});

import { allowedName, isName } from './name';
import type { PreviewSecret, Service } from './service';

/** A secret that people put, which no code and no deploy knows the value of. */
export interface Secret {
  readonly name: string;
  /** The variable that holds the value. */
  readonly variable: string;
  /** Whose value a preview gets. */
  readonly previews: PreviewSecret;
}

export const PREVIEW_SECRETS: readonly PreviewSecret[] = ['own', 'host'];

/** Beside a service of the longest name and eight characters of a version, it fits in a name of Kubernetes. */
const LONGEST = 40;
export const ALLOWED_SECRET = allowedName(LONGEST);

export function isSecretName(text: string): boolean {
  return isName(text, LONGEST);
}

/** What a service's list of secrets means. */
export function secretsOf({ secrets = [] }: Pick<Service, 'secrets'>): Secret[] {
  return secrets.map((secret) => {
    const { name, previews = 'own' } = typeof secret === 'string' ? { name: secret } : secret;
    return { name, variable: name.replaceAll('-', '_').toUpperCase(), previews };
  });
}

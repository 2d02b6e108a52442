import type { ComposeService } from '../file';

/** What a server of Compose is made from. */
export interface ServerProps {
  /** Its name: in `services/backing.ts`, as a service of the file, and as a host. */
  readonly name: string;
  readonly version: string;
  readonly port: number;
  /** What marks its certificate: another one makes another container. */
  readonly labels: Readonly<Record<string, string>>;
}

/** The registry that setup jobs take their images from. */
export const OFFICIAL = 'public.ecr.aws/docker/library';

/** Files of the machine, beside the Compose file. */
export const CERTIFICATES = './certificates';
/** Where servers find them. */
const FOLDER = '/platform/certificates';
export const tls = {
  authority: `${FOLDER}/authority.pem`,
  certificate: `${FOLDER}/server.pem`,
  key: `${FOLDER}/server.key`,
  volume: `${CERTIFICATES}:${FOLDER}:ro`,
} as const;

/** A check of a server that answers within a minute or two. */
export function answers(...test: readonly string[]): Pick<ComposeService, 'healthcheck'> {
  return {
    healthcheck: { test: ['CMD', ...test], interval: '2s', timeout: '5s', retries: 60 },
  };
}

/** The volume of its data, of one major: another one could not read it. */
export function dataVolume(name: string, version: string): string {
  return `${name}-${version.split('.')[0]}`;
}

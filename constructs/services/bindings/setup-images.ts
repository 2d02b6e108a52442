/**
 * The images that run with the password of a master user, or may set one. A tag can be moved to another image, a digest
 * can't. Each is the index of all architectures. Read it anew with
 * `docker buildx imagetools inspect public.ecr.aws/docker/library/postgres:17.10-alpine`.
 * AWS's registry and Docker Hub have the same ones. Sources, public projects that pin them: openproject-db and
 * documenso-db in Compose files (postgres), the acceptance tests of FrontMind (mysql, from public.ecr.aws),
 * the backup image of firemud (aws-cli, from public.ecr.aws).
 */
export const IMAGES = {
  postgres:
    'public.ecr.aws/docker/library/postgres:17.10-alpine@sha256:742f40ea20b9ff2ff31db5458d127452988a2164df9e17441e191f3b72252193',
  mysql:
    'public.ecr.aws/docker/library/mysql:8.4.10@sha256:8dbcf531a03aade657e181b9cf2f1d1803ce621a1d55610cb44cb531ab7d7db6',
  cache:
    'public.ecr.aws/aws-cli/aws-cli:2.37.4@sha256:fdd8d1fcbea9c371678dee5a40df8b178c7a781b4586605756ee28114c97ead6',
} as const;

/** @throws when the image is not named by a digest. */
export function checkPinned(image: string): string {
  if (/@sha256:[0-9a-f]{64}$/.test(image)) return image;
  throw new Error(
    `setup image: got ${image}, allowed an image with its digest, such as ${IMAGES.cache} (constructs/services/bindings/setup-images.ts)`,
  );
}

import type { ComposeService } from '../file';

/** The service that brings it. */
export const TOOLS = 'tools';
/** Where containers find it. */
const FOLDER = '/platform/tools';
/** Its one program is all of them, needs no library, and so runs in any image. */
const IMAGE = 'public.ecr.aws/docker/library/busybox:1.37.0-musl';

/** A shell and an HTTP client for containers whose image may have neither, as a kubelet has them. */
export const BUSYBOX = `${FOLDER}/busybox`;
export const toolsMount = `${TOOLS}:${FOLDER}:ro`;

export const tools: ComposeService = {
  image: IMAGE,
  // Probes of containers that run may use the one that is there, so it is replaced, not written to.
  entrypoint: ['sh', '-c', `cp /bin/busybox ${BUSYBOX}.new && mv ${BUSYBOX}.new ${BUSYBOX}`],
  command: [],
  volumes: [`${TOOLS}:${FOLDER}`],
  restart: 'no',
};

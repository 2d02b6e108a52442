import { readdirSync, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';

const CGROUPS = '/sys/fs/cgroup';

/** What a node that has ended must not leave on the machine, its folder apart. */
export function leftOfNode(folder: string): string[] {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ({ pid, line: read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ') }))
    .filter(({ pid, line }) => line.includes(folder) || (isShim(line) && !isOfAnother(pid, folder)))
    .map(({ pid, line }) => `process ${pid}: ${line.slice(0, 80)}`);
  const mounts = read('/proc/self/mounts')
    .split('\n')
    .filter((line) => line.includes(folder) || /netns\/cni-/.test(line));
  const interfaces = Object.keys(networkInterfaces()).filter((name) => /^(veth|cni)/.test(name));
  return [...processes, ...mounts, ...interfaces];
}

/** What looks after a container. It names no folder. */
const isShim = (line: string) => /^\S*containerd-shim\S* .*k8s\.io/.test(line);

/** Whether it belongs to a node of somebody else's, whose process 1 is its parent. */
function isOfAnother(pid: string, folder: string): boolean {
  const parent = /^PPid:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1];
  const line = read(`/proc/${parent}/cmdline`);
  return line.startsWith('node\0init\0') && !line.includes(folder);
}

/** The cgroups of all nodes on the machine. */
export function cgroupsOfNodes(): string[] {
  const hierarchies = readdirSync(CGROUPS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  return ['', ...hierarchies].flatMap((hierarchy) => {
    const folder = `${CGROUPS}/${hierarchy}/platform-node`;
    try {
      return readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => `${folder}/${name}`);
    } catch {
      return [];
    }
  });
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

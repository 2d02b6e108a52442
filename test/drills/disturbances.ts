import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { killTree } from '../e2e/process-tree';
import type { Fault } from './faults';
import type { Disturbance } from './point';
import { asTyped } from './results';
import type { Scene } from './scene';
import { mountSmallDisk } from './small-disk';

const TERRAFORM = /^terraform$/;
const PROVIDER = /^terraform-provider-aws/;
/** Between two presses of a key. */
const AGAIN_MS = 1500;

export function ctrlC(times = 1): Disturbance {
  return {
    what: `Ctrl-C ${['', 'once', 'twice', 'three times'][times]}`,
    code: 130,
    act: async ({ running }) => {
      for (let pressed = 0; pressed < times && !running.hasEnded; pressed++) {
        if (pressed > 0) await sleep(AGAIN_MS);
        running.interrupt();
      }
    },
  };
}

export const closedTerminal: Disturbance = {
  what: 'the terminal is closed',
  code: 129,
  act: async ({ running }) => {
    process.kill(-running.child.pid!, 'SIGHUP');
  },
};

export const killedTerraform: Disturbance = {
  what: 'SIGKILL of Terraform',
  act: async ({ running }) => killAll(running.pids(TERRAFORM)),
};

export const killedProvider: Disturbance = {
  what: 'SIGKILL of the AWS provider',
  act: async ({ running }) => killAll(running.pids(PROVIDER)),
};

/** The CDKTF CLI below it goes on to its end, and so does Terraform. */
export const killedCommand: Disturbance = {
  what: 'SIGKILL of the command',
  act: async ({ running }) => {
    running.look();
    running.child.kill('SIGKILL');
  },
};

export const powerCut: Disturbance = {
  what: 'the machine is switched off',
  act: async ({ running }) => {
    running.look();
    killTree(running.child.pid!);
  },
};

/** Faults for some seconds, through which a command should come. */
export function badDays(what: string, ...faults: Fault[]): Disturbance {
  return { what, code: 'any', act: (scene) => setFaults(scene, faults), heal: sawFaults };
}

/** Faults that last until somebody puts them right, after the command. */
export function untilHealed(what: string, ...faults: Fault[]): Disturbance {
  return { what, act: (scene) => setFaults(scene, faults), heal: sawFaults };
}

/** The keys of the session are of no use from now on; afterwards somebody signs in again. */
export const expired: Disturbance = {
  ...untilHealed('the credentials expire', {
    service: '*',
    status: 400,
    code: 'ExpiredToken',
    message: 'The security token included in the request is expired',
  }),
  heal: async (scene) => {
    await sawFaults(scene);
    await scene.lane.faults.clear();
    await scene.lane.signIn();
  },
};

/** Nothing answers, in AWS and in the cluster. */
export function lostNetwork(seconds: number): Disturbance {
  return {
    what: `no network for ${seconds} s`,
    code: 'any',
    act: async ({ lane }) => {
      const pids = await lane.processes();
      for (const pid of pids) process.kill(pid, 'SIGSTOP');
      await sleep(seconds * 1000);
      for (const pid of pids) process.kill(pid, 'SIGCONT');
    },
  };
}

/** @param command what somebody else, or the same person again, types meanwhile. */
export function beside(command: string): Disturbance {
  return {
    what: `at the same time: ${asTyped(command)}`,
    kind: 'another run at the same time',
    code: 'any',
    act: async (scene) => scene.beside(command),
  };
}

/** All of these, one after the other. */
export function together(what: string, ...all: Disturbance[]): Disturbance {
  return {
    what,
    code: all.at(-1)!.code,
    before: (scene) => {
      for (const one of all) one.before?.(scene);
    },
    act: async (scene) => {
      for (const one of all) await one.act(scene);
    },
    heal: async (scene) => {
      for (const one of all) await one.heal?.(scene);
    },
  };
}

const FULL = 'full';

export const fullDisk: Disturbance = {
  what: 'the disk is full',
  code: 'any',
  before: ({ lane }) => mountSmallDisk(lane.output),
  act: async ({ lane }) => {
    try {
      execFileSync('dd', ['if=/dev/zero', `of=${join(lane.output, FULL)}`, 'bs=4k'], { stdio: 'ignore' });
    } catch {} // It ends when nothing is left.
  },
  heal: async ({ lane }) => rmSync(join(lane.output, FULL), { force: true }),
};

async function setFaults({ lane }: Scene, faults: readonly Fault[]): Promise<void> {
  for (const fault of faults) await lane.faults.add(fault);
}

/** @throws when no call met any. */
async function sawFaults({ lane }: Scene): Promise<void> {
  if ((await lane.faults.allHits()) === 0) throw new Error('no call met the fault');
}

function killAll(pids: readonly number[]): void {
  for (const pid of pids) process.kill(pid, 'SIGKILL');
}

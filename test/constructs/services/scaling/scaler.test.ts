import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder } from '../../../local/temporary';

// The script as it is, with programs in place of AWS, of the Kubernetes API and of time.

const PROGRAMS = {
  aws: 'cat "$WORLD/messages" 2>/dev/null || exit 1',
  // Of a PATCH the body is the last argument but one.
  curl: [
    'cat >/dev/null',
    'case "$*" in *PATCH*)',
    '  for word; do case $word in \\{*) echo "$word" | tr -cd 0-9 >"$WORLD/replicas" ;; esac; done',
    '  echo "$*" >>"$WORLD/patches" ;;',
    'esac',
    'n=$(cat "$WORLD/replicas") || exit 22',
    // As Go writes it, and as it is made for a person to read.
    '[ "$n" = 0 ] && spec="" || spec="\\"replicas\\": $n"',
    'printf \'{\\n "kind": "Scale",\\n "spec": {%s},\\n "status": {"replicas": 7}\\n}\' "$spec"',
  ].join('\n'),
  date: 'cat "$WORLD/time"',
  // A round ends with it.
  sleep: 'kill -TERM "$PPID"',
};

class World {
  readonly directory = folder({ 'account/namespace': 'shop', 'account/token': 't', time: '1000' });

  constructor(readonly limits = '10 0 5') {
    mkdirSync(join(this.directory, 'bin'));
    for (const [name, text] of Object.entries(PROGRAMS))
      writeFileSync(join(this.directory, 'bin', name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  }

  set(name: 'time' | 'messages' | 'replicas', value: number | string): this {
    writeFileSync(join(this.directory, name), `${value}\n`);
    return this;
  }

  /** Waiting, and under way. */
  messages(waiting: number, underWay = 0): this {
    return this.set('messages', `${waiting}\t${underWay}`);
  }

  /** @returns the number of pods after a round. */
  round(): number {
    this.said = execFileSync('sh', ['-uc', readFileSync('constructs/services/scaling/scaler.sh', 'utf8')], {
      encoding: 'utf8',
      env: {
        PATH: `${join(this.directory, 'bin')}:${process.env.PATH}`,
        WORLD: this.directory,
        ACCOUNT: join(this.directory, 'account'),
        STATE: this.directory,
        TARGETS: `shop-worker http://queue/jobs ${this.limits}`,
        POLL_SECONDS: '15',
        HOLD_SECONDS: '120',
      },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return Number(readFileSync(join(this.directory, 'replicas'), 'utf8'));
  }

  said = '';
}

const world = (limits?: string) => new World(limits).set('replicas', 0).messages(0);

test('the first message brings a pod, and many as many as the messages ask for, but for the most', () => {
  const made = world();
  expect(made.round()).toBe(0);
  expect(made.messages(1).round()).toBe(1);
  expect(made.messages(11).round()).toBe(2);
  expect(made.messages(1000).round()).toBe(5);
  expect(JSON.parse(made.said)).toEqual({
    level: 'info',
    msg: 'the number of pods follows the queue',
    deployment: 'shop-worker',
    from: 2,
    to: 5,
    messages: 1000,
  });
});

test('messages under way count, as whoever works on one is needed until it is done', () => {
  const made = world();
  made.messages(0, 1).round();
  expect(made.set('time', 5000).round()).toBe(1);
});

test('pods go when fewer would have done for two minutes, and down to none where the least is none', () => {
  const made = world();
  made.messages(50).round();
  made.messages(0);
  expect(made.set('time', 1119).round()).toBe(5);
  expect(made.set('time', 1120).round()).toBe(0);
  expect(world('10 2 5').set('replicas', 3).set('time', 2000).round()).toBe(3);
});

test('it does not go below the least, and corrects what somebody has changed', () => {
  const made = world('10 2 5');
  expect(made.round()).toBe(2);
  made.set('time', 2000).set('replicas', 9);
  expect(made.round()).toBe(2);
});

test('one that has just begun takes no pod away before it has looked for two minutes', () => {
  const made = world().set('replicas', 4);
  expect(made.round()).toBe(4);
  expect(made.set('time', 1119).round()).toBe(4);
  expect(made.set('time', 1120).round()).toBe(0);
});

test('what can not be read or changed stays as it is, is told of, and does not end it', () => {
  const made = world().set('replicas', 3);
  made.set('messages', '');
  expect(made.round()).toBe(3);
  expect(JSON.parse(made.said)).toMatchObject({ level: 'error', msg: 'the queue can not be read' });
  expect(readFileSync(join(made.directory, 'alive'), 'utf8').trim()).toBe('1000');
});

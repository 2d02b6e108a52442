import type { Process } from '../../../declarations/service';
import { backing, faults, service } from '../valid';

const queues = { jobs: { jobSeconds: 60 }, mails: {} };
const consuming = (process: Partial<Process>, all: object = queues) =>
  faults({
    backing: { ...backing, queues: all } as never,
    services: {
      shop: service({ processes: { worker: { ready: ['ready'], live: ['live'], ...process } } }),
    },
  });

test('a process consumes a queue that its service binds, or does not', () => {
  expect(consuming({ consumes: 'jobs', drainSeconds: 60, scaleAtMessages: 1 })).toEqual([]);
  expect(consuming({ consumes: 'mails' })).toEqual([]);
});

test('fails on what is no queue', () => {
  expect(consuming({ consumes: 'job' })).toEqual([
    'services/shop.ts processes.worker.consumes: "job", which is no queue, did you mean "jobs"? → jobs, mails; declare others in services/backing.ts',
  ]);
  expect(consuming({ consumes: 'orders' }, {})).toEqual([
    'services/shop.ts processes.worker.consumes: "orders", which is no queue → none, as there is no queue; declare others in services/backing.ts',
  ]);
});

test('fails where a pod would be killed at work', () => {
  expect(consuming({ consumes: 'jobs', drainSeconds: 59 })).toEqual([
    'services/shop.ts processes.worker.drainSeconds: 59, less than the 60 seconds that a message of "jobs" takes → 60 or more, or a smaller jobSeconds of the queue in services/backing.ts',
  ]);
  expect(consuming({ consumes: 'jobs' })).toHaveLength(1);
});

test('fails on a number of pods that would follow two things, or nothing', () => {
  expect(consuming({ consumes: 'mails', scaleAtCpuPercent: 50 })).toEqual([
    'services/shop.ts processes.worker.scaleAtCpuPercent: 50, of a process that consumes a queue → scaleAtMessages: it follows the queue',
  ]);
  expect(consuming({ scaleAtMessages: 5 })).toEqual([
    'services/shop.ts processes.worker.scaleAtMessages: 5, of a process that consumes no queue → it beside consumes, which names the queue',
  ]);
});

test('fails on an option out of its range, or of a type that SQS has not', () => {
  const declared = (jobs: object) => consuming({}, { jobs });
  expect(declared({ jobSeconds: 3601, receives: 0, type: 'first-come' })).toEqual([
    'services/backing.ts queues.jobs.jobSeconds: 3601 → 1 to 3600 seconds',
    'services/backing.ts queues.jobs.receives: 0 → 1 to 1000',
    'services/backing.ts queues.jobs.type: "first-come" → standard, fifo',
  ]);
  expect(declared({ visibility: 30 })).toEqual([
    'services/backing.ts queues.jobs.visibility: an unknown key → jobSeconds, receives, type',
  ]);
});

import type { KindDescription } from './kind-description';

/**
 * Messages that wait for a worker. `bind` gives the right to send; `consumes` of a process the right to receive, and to
 * delete what is done (docs/queues.md).
 */
export const queue = {
  section: 'queues',
  options: {
    /**
     * The longest that work on one message takes, 1 to 3600 seconds. A message that was received and not deleted, as its
     * worker was killed or failed, is received again after so long. Default: 30. A change takes effect for messages that
     * are received from then on.
     * Source: Amazon SQS API Reference, SetQueueAttributes, VisibilityTimeout; drainSeconds has the upper limit.
     */
    jobSeconds: { from: 1, to: 3600, unit: ' seconds' },
    /**
     * How many times a message is received before it counts as poison, and goes to the dead-letter queue: 1 to 1000.
     * Default: 5. Source: the same, RedrivePolicy, maxReceiveCount.
     */
    receives: { from: 1, to: 1000, unit: '' },
    /**
     * `standard`: in no order, and once in a while twice. `fifo`: those of one MessageGroupId in their order, each once;
     * whoever sends has to name a group, and one group is worked off by one worker at a time. Default: `standard`. A
     * change makes another queue, empty.
     */
    type: ['standard', 'fifo'],
  },
  variables: { url: 'QUEUE_URL' },
  ownName: 'all',
} as const satisfies KindDescription;

/** What a declaration leaves out. */
export const QUEUE_DEFAULTS = { jobSeconds: 30, receives: 5, type: 'standard' } as const;

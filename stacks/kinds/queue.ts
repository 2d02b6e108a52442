import { Queue } from '../../constructs/queue/queue';
import { QUEUE_DEFAULTS } from '../../declarations/kinds/queue';
import type { Maker } from './maker';

export const queue: Maker<'queue'> = {
  create(scope, { name, declaration }, parameters, { naming, keys, alerts }) {
    const { jobSeconds, receives, type } = { ...QUEUE_DEFAULTS, ...declaration };
    const made = new Queue(scope, `queue-${name}`, {
      naming,
      name,
      keyArn: keys.data.arn,
      alerts,
      jobSeconds,
      receives,
      fifo: type === 'fifo',
      parameters,
    });
    return { url: made.url, arn: made.arn };
  },
};

import { z } from 'zod';
import { whole } from '../schema';

const schema = () =>
  z.strictObject({
    retentionDays: whole(1, 14, {
      description:
        'How long it keeps a message that nobody has worked off. The dead-letter queue keeps its own for 14 days after they were sent.',
      unit: 'days',
      change: 'in place',
    }).default(4),
    alarmAgeMinutes: whole(1, 720, {
      description: 'An alarm goes off when a message has waited for longer.',
      unit: 'minutes',
      change: 'in place',
    }).default(15),
    alarmMessages: whole(1, 10_000_000, {
      description: 'An alarm goes off when more messages than that wait.',
      unit: 'messages',
      change: 'in place',
    }).default(1000),
  });

export type QueueParameters = z.output<ReturnType<typeof schema>>;

export const queue = { schema };

import { z } from 'zod';
import { whole } from '../schema';

const schema = () =>
  z.strictObject({
    noncurrentDays: whole(1, 3650, {
      description: 'How long an overwritten or deleted object can be brought back.',
      unit: 'days',
      change: 'in place',
    }).default(30),
  });

export type BucketParameters = z.output<ReturnType<typeof schema>>;

export const bucket = { schema };

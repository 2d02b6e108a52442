import { type Case, cases, type Resources } from './case';
import { inNamespace } from './namespace';

const seed = (masks?: object): Resources =>
  inNamespace(
    'kubernetes_cron_job_v1',
    masks && {
      spec: {
        schedule: '0 0 31 2 *',
        suspend: true,
        job_template: {
          metadata: {},
          spec: {
            template: {
              metadata: {},
              spec: {
                restart_policy: 'Never',
                container: [
                  {
                    name: 'setup',
                    image: 'postgres:17',
                    env: [{ name: 'MASKS', value: JSON.stringify(masks) }],
                    security_context: { allow_privilege_escalation: false },
                  },
                ],
              },
            },
          },
        },
      },
    },
  );

const before = { 'orders.id': 'keep', 'orders.email': 'email', 'orders.placed_at': 'shiftDays 30' };

export const previewData: readonly Case[] = cases(
  'preview-data-widened',
  [
    {
      name: 'a mask that is taken off',
      before: seed(before),
      after: seed({ ...before, 'orders.email': 'keep' }),
    },
    {
      name: 'a column more as it is',
      before: seed(before),
      after: seed({ ...before, 'orders.total': 'keep' }),
    },
    {
      name: 'a date that is shifted less',
      before: seed(before),
      after: seed({ ...before, 'orders.placed_at': 'shiftDays 1' }),
    },
    {
      name: 'a date that is shifted in the place of a hash',
      before: seed({ 'people.born': 'hash' }),
      after: seed({ 'people.born': 'shiftDays 3650' }),
    },
    { name: 'the first rules of a host', before: seed(), after: seed(before) },
    { name: 'masks that nobody can read', before: seed(before), after: seed({ 'orders.email': ['keep'] }) },
  ],
  [
    {
      name: 'another mask that hides as much',
      before: seed(before),
      after: seed({ ...before, 'orders.email': 'hash' }),
    },
    {
      name: 'a column more that is hidden',
      before: seed(before),
      after: seed({ ...before, 'orders.phone': 'hash' }),
    },
    { name: 'a column less', before: seed(before), after: seed({ 'orders.id': 'keep' }) },
    { name: 'a mask put on', before: seed(before), after: seed({ ...before, 'orders.id': 'hash' }) },
    {
      name: 'a date that is shifted more',
      before: seed(before),
      after: seed({ ...before, 'orders.placed_at': 'shiftDays 60' }),
    },
    { name: 'the rules of an environment that is new', before: {}, after: seed(before) },
    { name: 'no rules any more', before: seed(before), after: seed() },
  ],
);

import { created, deleted, stays } from '../made';
import { changed, found, type Row } from './found';

// What makes servers and tasks more or fewer with their load, or at a time.

const policy = (name: string) => ({ name, resource_id: 'service/main/web' });
const none = { autoscaling_group_name: 'web', max_size: 0, recurrence: '0 18 * * *' };
const settings = (throttling_rate_limit: number) => ({ settings: [{ throttling_rate_limit }] });

test.each<Row>([
  [
    'the last policy of a service',
    [deleted('aws_appautoscaling_policy.x', policy('cpu'))],
    ['capacity-emptied aws_appautoscaling_policy.x is deleted: web grows with its load no more'],
  ],
  [
    'one policy of two',
    [
      deleted('aws_appautoscaling_policy.x', policy('cpu')),
      stays('aws_appautoscaling_policy.y', policy('memory')),
    ],
    [],
  ],
  [
    'both policies of a service, told once',
    [
      deleted('aws_appautoscaling_policy.x', policy('cpu')),
      deleted('aws_appautoscaling_policy.y', policy('memory')),
    ],
    ['capacity-emptied aws_appautoscaling_policy.x is deleted: web grows with its load no more'],
  ],
  [
    'nothing from an hour on',
    [created('aws_autoscaling_schedule.x', none)],
    ['capacity-emptied aws_autoscaling_schedule.x lets nothing run from its time on, which is 0 18 * * *'],
  ],
  ['more from an hour on', [created('aws_autoscaling_schedule.x', { ...none, max_size: 8 })], []],
  [
    'no request a second',
    [changed('aws_api_gateway_method_settings.x', settings(100), settings(0))],
    ['capacity-emptied aws_api_gateway_method_settings.x refuses every request: throttling_rate_limit is 0'],
  ],
  [
    'more requests a second',
    [changed('aws_api_gateway_method_settings.x', settings(100), settings(200))],
    [],
  ],
])('%s', (_, changes, expected) => expect(found(...changes)).toEqual(expected));

test('a policy that goes with what it is for says nothing', () => {
  const all = found(
    deleted('aws_autoscaling_policy.x', { name: 'cpu', autoscaling_group_name: 'web' }),
    deleted('aws_autoscaling_group.x', { name: 'web', min_size: 1, max_size: 4 }),
  );
  expect(all.filter((text) => text.includes('aws_autoscaling_policy'))).toEqual([]);
});

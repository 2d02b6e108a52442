import fc from 'fast-check';
import { divide } from '../../../constructs/alarms/any-alarm';
import { UnhealthyAlarm } from '../../../constructs/alerts/unhealthy-alarm';
import { all, naming, synth } from '../../helpers';
import { alarm } from '../alarm';

const names = fc.array(
  fc.string({ minLength: 1, maxLength: 255, unit: 'grapheme-ascii' }).map((name) => ({ name })),
  {
    minLength: 1,
    maxLength: 250,
  },
);

test('every critical alarm is in exactly one rule, and every rule is one that CloudWatch takes', () => {
  fc.assert(
    fc.property(names, (alarms) => {
      const parts = divide(alarms);
      expect(parts.flat()).toEqual(alarms);
      for (const part of parts) {
        const rule = part.map(({ name }) => `ALARM("${name}")`).join(' OR ');
        expect(rule.length).toBeLessThanOrEqual(10_240);
        expect(part.length).toBeGreaterThan(0);
        expect(part.length).toBeLessThanOrEqual(100);
      }
    }),
  );
});

test('more alarms than fit into one rule are summed up in parts, of which none tells anybody', () => {
  const synthesized = synth((stack) => {
    const alarms = Array.from({ length: 101 }, (_, index) => alarm(stack, `alarm-${index}`));
    new UnhealthyAlarm(stack, 'health', {
      naming,
      alarms,
      topicArn: 'arn:topic',
      dashboardUrl: 'https://dashboard',
    });
  });
  const [whole, first, second] = all(synthesized, 'aws_cloudwatch_composite_alarm');
  expect(first.alarm_rule.split(' OR ')).toHaveLength(100);
  expect(second.alarm_rule).toBe('ALARM("${aws_cloudwatch_metric_alarm.alarm-100.alarm_name}")');
  expect(whole).toMatchObject({
    alarm_name: 'test-unhealthy',
    alarm_rule:
      'ALARM("${aws_cloudwatch_composite_alarm.health_part-1.alarm_name}") OR ALARM("${aws_cloudwatch_composite_alarm.health_part-2.alarm_name}")',
    alarm_actions: ['arn:topic'],
  });
  expect([first.alarm_actions, second.alarm_actions]).toEqual([undefined, undefined]);
});

test('whoever is paged is told where to look', () => {
  const synthesized = synth((stack) => {
    new UnhealthyAlarm(stack, 'health', {
      naming,
      alarms: [alarm(stack, 'down')],
      topicArn: 'arn:topic',
      dashboardUrl: 'https://dashboard',
    });
  });
  expect(all(synthesized, 'aws_cloudwatch_composite_alarm')[0].alarm_description).toContain(
    'https://dashboard',
  );
});

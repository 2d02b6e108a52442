import { Construct } from 'constructs';
import { Dashboard, dashboardUrl } from '../../../constructs/alerts/dashboard';
import type { BaseStack } from '../../../stacks/stack';
import { type Json, naming, only, synth } from '../../helpers';
import { alarm } from '../alarm';

function dashboard(build: (stack: BaseStack) => ReturnType<typeof alarm>[]): {
  name: string;
  widgets: Json[];
} {
  const resource = only(
    synth((stack) => {
      new Dashboard(stack, 'dashboard', { naming, alarms: build(stack) });
    }),
    'aws_cloudwatch_dashboard',
  );
  return { name: resource.dashboard_name, ...JSON.parse(resource.dashboard_body) };
}

const ARN = 'arn:aws:cloudwatch:eu-central-1:123456789012:alarm';

test('says first what is wrong now, the environment as a whole before its parts', () => {
  const { widgets } = dashboard((stack) => [alarm(stack, 'down')]);
  expect(widgets[0]).toMatchObject({
    type: 'alarm',
    properties: { alarms: [`${ARN}:test-unhealthy`, `${ARN}:down`] },
  });
});

test('shows the metric behind each alarm, below the part of the environment that it belongs to', () => {
  const { widgets } = dashboard((stack) => {
    const [network, orders] = [new Construct(stack, 'network'), new Construct(stack, 'orders')];
    return [alarm(network, 'nat'), alarm(orders, 'cpu'), alarm(new Construct(network, 'flows'), 'late')];
  });
  expect(
    widgets.slice(1).map(({ properties }) => properties.markdown ?? properties.annotations.alarms),
  ).toEqual(['## network', [`${ARN}:nat`], [`${ARN}:late`], '## orders', [`${ARN}:cpu`]]);
});

test('shows every alarm, also when there are more than one list takes', () => {
  const { widgets } = dashboard((stack) =>
    Array.from({ length: 100 }, (_, index) => alarm(stack, `alarm-${index}`)),
  );
  const lists = widgets
    .filter(({ type }) => type === 'alarm')
    .map(({ properties }) => properties.alarms.length);
  expect(lists).toEqual([100, 1]);
});

test('is found by its link', () => {
  const { name } = dashboard((stack) => [alarm(stack, 'down')]);
  expect(dashboardUrl(naming)).toBe(
    `https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1#dashboards/dashboard/${name}`,
  );
});

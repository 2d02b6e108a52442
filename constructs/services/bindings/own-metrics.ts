import { AWS_NAMESPACE } from '../../../declarations/own-alarm';
import type { Service } from '../../../declarations/service';
import { type Grant, NOTHING } from '../pods/grant';
import { POD_IDENTITY } from '../pods/pod-identity';

/**
 * Lets a service send the values of the metrics that it has alarms on, to the namespaces of those alone. CloudWatch has
 * no narrower resource.
 * Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon CloudWatch".
 */
export function sendMetrics({ alarms = {} }: Pick<Service, 'alarms'>): Grant {
  const all = Object.values(alarms).flatMap(({ metric }) => (metric ? [metric.namespace] : []));
  const namespaces = [...new Set(all)].filter((namespace) => !AWS_NAMESPACE.test(namespace)).sort();
  if (namespaces.length === 0) return NOTHING;
  return {
    ...NOTHING,
    statements: [
      {
        Sid: 'SendOwnMetrics',
        Action: 'cloudwatch:PutMetricData',
        Resource: '*',
        Condition: { StringEquals: { 'cloudwatch:namespace': namespaces } },
      },
    ],
    egress: [POD_IDENTITY],
  };
}

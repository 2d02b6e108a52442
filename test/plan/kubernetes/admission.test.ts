import { ids } from '../made';
import { changed, manifest, metadata } from './shapes';

// What a policy or webhook refuses, before and after.

const policy = (spec: object) =>
  manifest('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', {
    spec: {
      matchConstraints: { resourceRules: [{ operations: ['CREATE'], resources: ['pods'] }] },
      validations: [{ expression: 'a', message: 'no' }],
      ...spec,
    },
  });
const binding = (matchLabels: object) =>
  manifest('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', {
    spec: {
      policyName: 'p',
      validationActions: ['Deny'],
      matchResources: { namespaceSelector: { matchLabels } },
    },
  });
const kyverno = (action: string) =>
  manifest('kyverno.io/v1', 'ClusterPolicy', {
    spec: { validationFailureAction: action, rules: [{ name: 'a' }] },
  });
const matching = (...kinds: readonly (string | object)[]) =>
  manifest('kyverno.io/v1', 'ClusterPolicy', {
    spec: {
      rules: [
        {
          name: 'a',
          match: {
            any: [
              {
                resources: {
                  kinds: kinds.filter((one) => typeof one === 'string'),
                  ...Object.assign({}, ...kinds.filter((one) => typeof one === 'object')),
                },
              },
            ],
          },
        },
      ],
    },
  });
const mtls = (mode: string) =>
  manifest('security.istio.io/v1', 'PeerAuthentication', { spec: { mtls: { mode } } });
const webhook = (labels: object) => ({
  metadata: metadata(),
  webhook: [{ name: 'w', namespace_selector: [{ match_labels: labels, match_expressions: [] }] }],
});
const to = (before: object, after: object) => changed('kubernetes_manifest', before, after);
const asks = (before: object, after: object) =>
  changed('kubernetes_validating_webhook_configuration_v1', webhook(before), webhook(after));

test.each([
  ['a binding of fewer namespaces', to(binding({ a: '1' }), binding({ a: '1', b: '2' }))],
  ['a webhook of fewer namespaces', asks({ a: '1' }, { a: '1', b: '2' })],
  [
    'a condition more',
    to(
      policy({ matchConditions: [{ name: 'a' }] }),
      policy({ matchConditions: [{ name: 'a' }, { name: 'b' }] }),
    ),
  ],
  ['another condition', to(policy({}), policy({ validations: [{ expression: 'true' }] }))],
  ['of fewer kinds', to(matching('Pod', 'Job'), matching('Pod'))],
  ['of fewer namespaces', to(matching('Pod'), matching('Pod', { namespaces: ['a'] }))],
  ['no more than a warning', to(kyverno('Enforce'), kyverno('Audit'))],
  ['connections without TLS', to(mtls('STRICT'), mtls('PERMISSIVE'))],
] as const)('refuses less: %s', (_, change) => expect(ids(change)).toEqual(['pod-security-weakened']));

test.each([
  ['a binding of more namespaces', to(binding({ a: '1', b: '2' }), binding({ a: '1' }))],
  ['a webhook of more namespaces', asks({ a: '1', b: '2' }, { a: '1' })],
  [
    'a condition less',
    to(
      policy({ matchConditions: [{ name: 'a' }, { name: 'b' }] }),
      policy({ matchConditions: [{ name: 'a' }] }),
    ),
  ],
  ['other words', to(policy({}), policy({ validations: [{ expression: 'a', message: 'never' }] }))],
  ['of more kinds', to(matching('Pod'), matching('Pod', 'Job'))],
  ['refused, no longer only told', to(kyverno('Audit'), kyverno('Enforce'))],
  ['TLS alone', to(mtls('PERMISSIVE'), mtls('STRICT'))],
] as const)('refuses as much or more: %s', (_, change) => expect(ids(change)).toEqual([]));

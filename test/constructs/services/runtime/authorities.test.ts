import { X509Certificate } from 'node:crypto';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { addAuthorities } from '../../../../constructs/services/runtime/authorities';
import { only, synth } from '../../../helpers';

const { metadata, data } = only(
  synth((stack) => {
    new KubernetesProvider(stack, 'kubernetes', {});
    addAuthorities(stack, 'shop', 'eu-west-1');
  }),
  'kubernetes_config_map_v1',
);
const bundle: string = data['bundle.pem'];
const names = bundle
  .split(/(?<=-----END CERTIFICATE-----\n)/)
  .map((pem) => /^CN=(.*)$/m.exec(new X509Certificate(pem).subject)![1]);

test('a pod finds the authorities under the name that it mounts', () => {
  expect(metadata).toEqual({ name: 'authorities', namespace: 'shop' });
});

test('they are those of databases in the region and of caches, and nobody else’s', () => {
  expect(names.filter((name) => name!.startsWith('Amazon RDS eu-west-1 '))).toHaveLength(3);
  expect(names.filter((name) => /^(Amazon Root CA \d|Starfield Services Root)/.test(name!))).toHaveLength(5);
  expect(names).toHaveLength(8);
});

test('they are far below what a ConfigMap may hold', () => {
  expect(bundle.length).toBeLessThan(100_000);
});

import { givenVariables } from '../../declarations/given-variables';
import type { Services } from '../../declarations/service';
import { declared, synthesizer } from '../fixture/fixture';
import type { Json } from '../helpers';
import { environment } from '../parameters/files';

/** Names of the variables of each Deployment, by the service's name and the process's. */
function deployed(): { service: string; process: string; names: string[] }[] {
  const { resource } = synthesizer.services(environment());
  const deployments: Json[] = Object.values(resource.kubernetes_deployment_v1);
  return deployments.map(({ spec: { template } }) => ({
    service: template.metadata.labels['app.kubernetes.io/name'],
    process: template.metadata.labels['app.kubernetes.io/component'],
    names: template.spec.container[0].env.map(({ name }: Json) => name),
  }));
}

test('what a service may not set itself is what its containers are given, and all of it', () => {
  const services: Services = declared.services;
  const found = deployed().filter(({ service }) => service in services);
  expect(found.map(({ service }) => service).sort()).toEqual(['catalog', 'storefront', 'storefront']);
  for (const { service, process, names } of found) {
    const declaration = services[service]!;
    const { flags, processes, environment = {} } = declaration;
    const absent = [flags ? '' : 'FLAGS_URL', processes![process]!.port ? '' : 'PORT'];
    const given = givenVariables(declaration, declared)
      .map(({ name }) => name)
      .filter((name) => !absent.includes(name));
    expect(names.sort()).toEqual([...given, ...Object.keys(environment)].sort());
  }
});

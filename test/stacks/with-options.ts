import type { Environment } from '../../parameters/environment';
import { environments } from '../fixture/fixture';

const [first] = environments;

/** An environment with all that is off by default, as no parameter file of the fixture turns it on. */
export const withOptions: Environment = {
  ...first!,
  name: 'options',
  parameters: {
    ...first!.parameters,
    cluster: { ...first!.parameters.cluster, sessionHost: true },
    network: { ...first!.parameters.network, flowLogs: ['bucket', 'logGroup'] },
  },
};

import { refused, serverErrors, throttling } from '../bad-days';
import { STATE } from '../calls';
import { DEPLOY, DESTROY, RECOVER } from '../commands';
import {
  beside,
  ctrlC,
  expired,
  killedCommand,
  killedProvider,
  killedTerraform,
  lostNetwork,
  powerCut,
} from '../disturbances';
import { points } from './table';

const AGAIN = [DESTROY];
const RECOVERED = [RECOVER, DESTROY];
/** First 124 of the services go, then 187 of the platform. */
const [OF_SERVICES, OF_PLATFORM] = [40, 190] as const;

/** Everything is taken down. */
export const destroy = points(
  { group: 'destroy', underWay: 'a destroy', start: 'services', command: DESTROY, goal: 'account' },
  [
    ['ctrl-c-services', OF_SERVICES, ctrlC(), AGAIN],
    ['ctrl-c-platform', OF_PLATFORM, ctrlC(), AGAIN],
    ['ctrl-c-three-times', OF_PLATFORM, ctrlC(3), RECOVERED],
    ['terraform-killed-services', OF_SERVICES, killedTerraform, RECOVERED],
    ['terraform-killed-platform', OF_PLATFORM, killedTerraform, RECOVERED],
    ['terraform-killed-at-state', STATE('dev'), killedTerraform, RECOVERED],
    ['provider-killed', OF_PLATFORM, killedProvider, RECOVERED],
    ['command-killed', OF_SERVICES, killedCommand, AGAIN],
    ['power-cut', OF_PLATFORM, powerCut, RECOVERED],
    ['server-errors', OF_SERVICES, serverErrors, AGAIN],
    ['throttled', 'first', throttling, AGAIN],
    ['refused', 'first', refused({ service: 'ec2', action: 'DeleteSubnet' }), AGAIN],
    ['expired', OF_PLATFORM, expired, RECOVERED],
    ['no-network', OF_PLATFORM, lostNetwork(30), RECOVERED],
    // The deploy may have put services on a platform that was being destroyed: every further destroy fails at them.
    ['deployed-at-once', OF_SERVICES, beside(DEPLOY), [DEPLOY, DESTROY]],
  ],
);

/** Somebody changes their mind in the middle. */
export const changedMind = points(
  {
    group: 'destroy-then-deploy',
    underWay: 'a destroy, and it is to be there after all',
    start: 'services',
    command: DESTROY,
    goal: 'services',
  },
  [
    ['ctrl-c', OF_SERVICES, ctrlC(), [DEPLOY]],
    ['terraform-killed', OF_SERVICES, killedTerraform, [RECOVER, DEPLOY]],
    ['platform-killed', OF_PLATFORM, killedTerraform, [RECOVER, DEPLOY]],
  ],
);

import { refused, serverErrors, throttling } from '../bad-days';
import { STATE } from '../calls';
import { DEPLOY, RECOVER } from '../commands';
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

const AGAIN = [DEPLOY];
const RECOVERED = [RECOVER, DEPLOY];

/** A change of platform and services. */
export const change = points(
  {
    group: 'change',
    underWay: 'a deploy of a change',
    start: 'services',
    change: true,
    command: DEPLOY,
    goal: 'changed',
  },
  [
    ['ctrl-c', 5, ctrlC(), RECOVERED],
    ['ctrl-c-three-times', 5, ctrlC(3), RECOVERED],
    ['terraform-killed', 5, killedTerraform, RECOVERED],
    ['terraform-killed-at-state', STATE('dev'), killedTerraform, RECOVERED],
    ['terraform-killed-at-bucket', { service: 's3', action: 'CreateBucket' }, killedTerraform, RECOVERED],
    ['provider-killed', 5, killedProvider, RECOVERED],
    ['command-killed', 5, killedCommand, AGAIN],
    ['power-cut', 5, powerCut, RECOVERED],
    ['server-errors', 1, serverErrors, AGAIN],
    ['throttled', 'first', throttling, AGAIN],
    ['refused', 'first', refused({ service: 'logs', action: 'PutRetentionPolicy' }), AGAIN],
    ['expired', 5, expired, RECOVERED],
    ['no-network', 5, lostNetwork(30), RECOVERED],
    ['twice-at-once', 3, beside(DEPLOY), AGAIN],
  ],
);

/** The same change, taken back: something is destroyed while the rest stays. */
export const revert = points(
  {
    group: 'revert',
    underWay: 'a deploy that takes a change back',
    start: 'changed',
    command: DEPLOY,
    goal: 'services',
  },
  [
    ['ctrl-c', 3, ctrlC(), RECOVERED],
    ['terraform-killed', 3, killedTerraform, RECOVERED],
    ['expired', 3, expired, RECOVERED],
  ],
);

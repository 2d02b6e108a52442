import { lostAnswers, refused, serverErrors, slowAnswers, throttling } from '../bad-days';
import { LOCK, STATE } from '../calls';
import { DEPLOY, RECOVER } from '../commands';
import {
  beside,
  ctrlC,
  expired,
  fullDisk,
  killedCommand,
  killedProvider,
  killedTerraform,
  lostNetwork,
  powerCut,
} from '../disturbances';
import { points } from './table';

const AGAIN = [DEPLOY];
const RECOVERED = [RECOVER, DEPLOY];
/** The services have 124 resources. */
const [EARLY, MIDDLE, LATE] = [5, 50, 110] as const;

/** Services that are made on a platform that is there. */
export const services = points(
  {
    group: 'services',
    underWay: 'a first deploy of services',
    start: 'platform',
    command: DEPLOY,
    goal: 'services',
  },
  [
    ['ctrl-c', MIDDLE, ctrlC(), RECOVERED],
    ['ctrl-c-three-times', MIDDLE, ctrlC(3), RECOVERED],
    ['terraform-killed-early', EARLY, killedTerraform, RECOVERED],
    ['terraform-killed', MIDDLE, killedTerraform, RECOVERED],
    ['terraform-killed-late', LATE, killedTerraform, RECOVERED],
    ['terraform-killed-at-lock', LOCK('dev-services'), killedTerraform, RECOVERED],
    ['terraform-killed-at-state', STATE('dev-services'), killedTerraform, RECOVERED],
    ['provider-killed', MIDDLE, killedProvider, RECOVERED],
    ['command-killed', MIDDLE, killedCommand, AGAIN],
    ['power-cut', MIDDLE, powerCut, RECOVERED],
    ['server-errors', EARLY, serverErrors, AGAIN],
    ['throttled', 'first', throttling, AGAIN],
    ['slow', EARLY, slowAnswers, AGAIN],
    ['answers-lost', 1, lostAnswers, RECOVERED],
    ['refused', 'first', refused({ service: 'secretsmanager', action: 'CreateSecret' }), AGAIN],
    ['expired', MIDDLE, expired, RECOVERED],
    ['disk-full', MIDDLE, fullDisk, RECOVERED],
    ['no-network', MIDDLE, lostNetwork(30), RECOVERED],
    ['twice-at-once', EARLY, beside(DEPLOY), AGAIN],
  ],
);

import { lostAnswers, refused, serverErrors, slowAnswers, throttling } from '../bad-days';
import { LOCK, STATE } from '../calls';
import { DEPLOY_PLATFORM, RECOVER } from '../commands';
import {
  beside,
  closedTerminal,
  ctrlC,
  expired,
  fullDisk,
  killedCommand,
  killedProvider,
  killedTerraform,
  lostNetwork,
  powerCut,
  together,
} from '../disturbances';
import { points } from './table';

const AGAIN = [DEPLOY_PLATFORM];
const RECOVERED = [RECOVER, DEPLOY_PLATFORM];
/** The table of the platform has 187 resources. */
const [EARLY, MIDDLE, LATE] = [5, 60, 150] as const;

export const fromZero = points(
  {
    group: 'from-zero',
    underWay: 'a first deploy of a platform',
    start: 'account',
    command: DEPLOY_PLATFORM,
    goal: 'platform',
  },
  [
    ['ctrl-c', MIDDLE, ctrlC(), RECOVERED],
    ['ctrl-c-twice', MIDDLE, ctrlC(2), RECOVERED],
    ['ctrl-c-three-times', MIDDLE, ctrlC(3), RECOVERED],
    ['terminal-closed', EARLY, closedTerminal, RECOVERED],
    ['terraform-killed-early', EARLY, killedTerraform, RECOVERED],
    ['terraform-killed', MIDDLE, killedTerraform, RECOVERED],
    ['terraform-killed-late', LATE, killedTerraform, RECOVERED],
    ['terraform-killed-at-lock', LOCK('dev'), killedTerraform, RECOVERED],
    ['terraform-killed-at-state', STATE('dev'), killedTerraform, RECOVERED],
    ['terraform-killed-at-cluster', { service: 'eks', action: 'CreateCluster' }, killedTerraform, RECOVERED],
    [
      'terraform-killed-at-database',
      { service: 'rds', action: 'CreateDBInstance' },
      killedTerraform,
      RECOVERED,
    ],
    ['provider-killed', MIDDLE, killedProvider, RECOVERED],
    ['command-killed', MIDDLE, killedCommand, AGAIN],
    ['power-cut', MIDDLE, powerCut, RECOVERED],
    ['power-cut-late', LATE, powerCut, RECOVERED],
    ['server-errors', EARLY, serverErrors, AGAIN],
    ['throttled', 'first', throttling, AGAIN],
    ['slow', MIDDLE, slowAnswers, AGAIN],
    ['answers-lost', EARLY, lostAnswers, RECOVERED],
    ['refused', 'first', refused({ service: 'kms', action: 'CreateKey' }), AGAIN],
    ['expired', MIDDLE, expired, RECOVERED],
    ['disk-full', MIDDLE, fullDisk, RECOVERED],
    [
      'disk-full-and-expired',
      MIDDLE,
      together('the disk is full, and the credentials expire', fullDisk, expired),
      RECOVERED,
    ],
    ['no-network', MIDDLE, lostNetwork(30), RECOVERED],
    ['twice-at-once', EARLY, beside(DEPLOY_PLATFORM), AGAIN],
  ],
);

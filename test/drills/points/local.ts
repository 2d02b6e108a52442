import { LOCAL_DOWN, LOCAL_UP } from '../commands';
import { beside, ctrlC, killedTerraform, powerCut } from '../disturbances';
import { points } from './table';

/** `npm run local`, which has no recovery but itself. */
export const local = [
  ...points(
    {
      group: 'local-up',
      underWay: '`npm run local`',
      start: 'platform',
      command: LOCAL_UP,
      goal: 'services',
    },
    [
      ['ctrl-c', 30, ctrlC(), [LOCAL_UP]],
      ['terraform-killed', 30, killedTerraform, [LOCAL_UP]],
      ['down-at-once', 30, beside(LOCAL_DOWN), [LOCAL_UP]],
    ],
  ),
  ...points(
    {
      group: 'local-down',
      underWay: '`npm run local -- down`',
      start: 'services',
      command: LOCAL_DOWN,
      goal: 'bootstrap',
    },
    [
      ['ctrl-c', 30, ctrlC(), [LOCAL_DOWN]],
      ['terraform-killed', 30, killedTerraform, [LOCAL_DOWN]],
      ['power-cut', 190, powerCut, [LOCAL_DOWN]],
      ['up-at-once', 30, beside(LOCAL_UP), [LOCAL_DOWN]],
    ],
  ),
];

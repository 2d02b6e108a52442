import { throttling } from '../bad-days';
import { PREVIEW_DOWN, PREVIEW_SWEEP, PREVIEW_UNLOCKED_DOWN, PREVIEW_UP } from '../commands';
import { beside, ctrlC, expired, killedTerraform, powerCut } from '../disturbances';
import { points } from './table';

/** Previews put themselves right: `up` and `down` again. */
export const preview = [
  ...points(
    {
      group: 'preview-up',
      underWay: '`npm run preview -- up`',
      start: 'services',
      command: PREVIEW_UP,
      goal: 'preview',
    },
    [
      ['ctrl-c', 20, ctrlC(), [PREVIEW_UP]],
      ['terraform-killed', 20, killedTerraform, [PREVIEW_UNLOCKED_DOWN, PREVIEW_UP]],
      ['power-cut', 40, powerCut, [PREVIEW_UNLOCKED_DOWN, PREVIEW_UP]],
      ['throttled', 'first', throttling, [PREVIEW_UP]],
      ['expired', 20, expired, [PREVIEW_UNLOCKED_DOWN, PREVIEW_UP]],
      ['swept-at-once', 20, beside(PREVIEW_SWEEP), [PREVIEW_UP]],
      ['down-at-once', 20, beside(PREVIEW_DOWN), [PREVIEW_UP]],
    ],
  ),
  ...points(
    {
      group: 'preview-down',
      underWay: '`npm run preview -- down`',
      start: 'preview',
      command: PREVIEW_DOWN,
      goal: 'services',
    },
    [
      ['ctrl-c', 20, ctrlC(), [PREVIEW_DOWN]],
      // The command itself removes what its Terraform could not.
      ['terraform-killed', 20, { ...killedTerraform, code: 0 }, [PREVIEW_UNLOCKED_DOWN]],
      ['up-at-once', 20, beside(PREVIEW_UP), [PREVIEW_DOWN]],
    ],
  ),
];

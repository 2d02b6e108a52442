import { ENVIRONMENT } from './drill-project';

// What a user types, at a terminal without the option that answers yes.

const YES = '--auto-approve';
export const DEPLOY_PLATFORM = `npx cdktf deploy ${ENVIRONMENT} ${YES}`;
export const DEPLOY = `npx cdktf deploy '${ENVIRONMENT}*' ${YES}`;
export const DESTROY = `npx cdktf destroy '${ENVIRONMENT}*' ${YES}`;
export const RECOVER = `npm run recover -- ${ENVIRONMENT}`;
export const LOCAL_UP = `npm run local -- ${ENVIRONMENT}`;
export const LOCAL_DOWN = `npm run local -- down ${ENVIRONMENT} --keep`;

/** A pull request's preview. */
export const PREVIEW = 'pr-7';
/** Of it, beside its name: `npm run preview` asks its record, and a plan is told. */
export const OF_PREVIEW = {
  owner: 'ada',
  until: new Date(Date.now() + 2 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10),
};
export const PREVIEW_UP = `npm run preview -- up ${PREVIEW} --owner ${OF_PREVIEW.owner} --until ${OF_PREVIEW.until}`;
export const PREVIEW_DOWN = `npm run preview -- down ${PREVIEW}`;
/** For a run that is dead. */
export const PREVIEW_UNLOCKED_DOWN = `${PREVIEW_DOWN} --unlock`;
export const PREVIEW_SWEEP = 'npm run preview -- sweep';

/** Whether a stack, or a command that names one, is of the preview: whoever deploys its host may not look at its state. */
export function isOfPreview(text: string): boolean {
  return text.includes(`preview-${PREVIEW}`);
}

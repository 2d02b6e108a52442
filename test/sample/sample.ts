import { loadEnvironments } from '../../parameters/load';
import { definePreview, loadPreviewSettings } from '../../parameters/preview';
import { loadProject } from '../../parameters/project';
import { declared } from '../../services/declared';
import { Synthesizer } from '../synthesizer';

// What stands in services/, environments/ and platform.json today. Tests in this folder state rules that hold for any
// change a team makes there, and so name no service, environment or database.

export { declared };
export const project = loadProject('platform.json');
export const environments = loadEnvironments('environments', declared);
export const synthesizer = new Synthesizer(project, declared);

const previewSettings = loadPreviewSettings('environments', environments, declared);
/** A preview. None when no environment hosts them. */
export const previews = previewSettings ? [definePreview(previewSettings, { name: 'pr-42' }, declared)] : [];

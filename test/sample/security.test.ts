import { securityTests, stacksOf } from '../stacks/security-rules';
import { environments, previews, project, synthesizer } from './sample';

securityTests(stacksOf(synthesizer, environments, previews), project);

import { toolingNames } from '../../constructs/core/role-names';
import type { Project } from '../../parameters/project';

// What a new environment takes beside its parameter file, as lines to paste.

/** Its job in .github/workflows/deploy.yml. */
export function deployJob(name: string, promotedFrom?: string): string {
  return [
    `  ${name}:`,
    ...(promotedFrom ? [`    needs: ${promotedFrom}`] : []),
    '    uses: ./.github/workflows/deploy-environment.yml',
    '    permissions:',
    '      actions: read',
    '      contents: read',
    '      deployments: read',
    '      id-token: write',
    '      pull-requests: read',
    '    with:',
    `      environment: ${name}`,
  ].join('\n');
}

/** How its row in docs/pull-requests.md begins. */
export function rowStart(project: Project, name: string): string {
  return `| \`${name}\` | \`DEPLOY_ROLE\`: \`.../${toolingNames(project).deploy(name)}\` |`;
}

import { toolingNames } from '../../constructs/core/role-names';
import type { Project } from '../../parameters/project';

// What a new environment takes beside its parameter file.

export const DEPLOY = '.github/workflows/deploy.yml';
export const DOCS = 'docs/pull-requests.md';

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

/** The workflow with its job at the end. */
export function withDeployJob(text: string, name: string, promotedFrom?: string): string {
  return `${text.trimEnd()}\n\n${deployJob(name, promotedFrom)}\n`;
}

/** The page with its row behind those of the others. */
export function withRow(text: string, project: Project, name: string): string {
  const lines = text.split('\n');
  const last = lines.findLastIndex((line) => line.includes('| `DEPLOY_ROLE`:'));
  return lines.toSpliced(last + 1, 0, `${rowStart(project, name)} branch \`main\` alone |`).join('\n');
}

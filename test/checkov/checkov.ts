import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../../console/failure';
import { allStacks, synthesize } from '../../local/deploy/stacks';
import { layout, projectRoot } from '../../local/machine/layout';
import { ensurePython } from '../../local/machine/tools';
import { isCurrent, makeVenv, program } from '../../local/machine/venv';
import { capture } from '../../programs/capture';
import type { SynthesizedStack } from '../../terraform/synthesized-stack';
import { addressOf, type Finding, judge } from './judge';
import { waivers } from './waivers';

interface Report {
  readonly results: {
    readonly failed_checks: readonly {
      readonly check_id: string;
      readonly check_name: string;
      readonly resource: string;
      readonly file_path: string;
    }[];
  };
  readonly summary: { readonly passed: number; readonly parsing_errors: number };
}

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'checkov-'));
  try {
    const stacks = await synthesize(join(directory, 'out'), { PREVIEW: 'pr-42' });
    const scanned = join(directory, 'scan');
    for (const stack of allStacks(stacks)) copyForScan(stack, scanned);
    const documents = Object.fromEntries(allStacks(stacks).map(({ name, document }) => [name, document]));
    const report = await scan(await checkov(), scanned);
    const { failed, waived, unused } = judge(findings(report), waivers, documents);
    for (const { stack, check, resource, title } of failed)
      console.error(`${stack}: ${resource}: ${check}: ${title}`);
    for (const { check, resource } of unused)
      console.error(`waivers.ts: nothing needs ${check} for ${resource}`);
    console.log(
      `Checkov: ${report.summary.passed} passed, ${failed.length} failed, ${waived.length} waived, ${unused.length} waivers unused`,
    );
    process.exitCode = failed.length + unused.length + report.summary.parsing_errors > 0 ? 1 : 0;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Without what Checkov 3.3.30 crashes on: it then leaves out the whole stack, and says nothing. */
function copyForScan({ name, directory }: SynthesizedStack, to: string): void {
  const stack = JSON.parse(readFileSync(join(directory, 'cdk.tf.json'), 'utf8'));
  delete stack.terraform.required_version;
  for (const block of ['import', 'moved', 'removed']) delete stack[block];
  mkdirSync(join(to, name), { recursive: true });
  writeFileSync(join(to, name, 'main.tf.json'), JSON.stringify(stack));
}

/** Installs Checkov, if need be. @returns its program. */
async function checkov(): Promise<string> {
  const python = await ensurePython();
  const venv = {
    directory: join(layout().directory, 'checkov'),
    requirements: join(projectRoot, 'local/checkov/requirements.txt'),
  };
  if (!isCurrent(venv, python)) await makeVenv(venv, python);
  return program(venv, 'checkov');
}

async function scan(program: string, directory: string): Promise<Report> {
  const options = [
    '--framework',
    'terraform_json',
    '--compact',
    '--quiet',
    '--skip-download',
    '--output',
    'json',
  ];
  const { stdout, stderr } = await capture(program, ['--directory', directory, ...options]);
  try {
    return JSON.parse(stdout) as Report;
  } catch {
    throw new Failure(`Checkov failed:\n${stderr || stdout}`);
  }
}

function findings({ results }: Report): Finding[] {
  return results.failed_checks.map(({ check_id, check_name, resource, file_path }) => ({
    stack: file_path.split('/')[1] ?? '',
    check: check_id,
    ...addressOf(resource),
    title: check_name,
  }));
}

main().catch((error) => {
  if (!(error instanceof Failure)) throw error;
  console.error(error.message);
  process.exitCode = 1;
});

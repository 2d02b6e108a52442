import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProjectCopy } from '../e2e/project-copy';

/** The environment that drills deploy. */
export const ENVIRONMENT = 'dev';
const SERVICES = join(__dirname, 'project', 'services');
const ENVIRONMENTS = join(__dirname, 'project', 'environments');

/**
 * A copy of the project with one environment, `dev`, that has one of each kind of thing and nothing twice: what takes
 * long in a drill is what the provider waits for, and how much Terraform has to look at.
 */
export function drillProject(directory: string): ProjectCopy {
  const copy = new ProjectCopy(directory);
  cpSync(join(__dirname, '../fixture/platform.json'), join(directory, 'platform.json'));
  resetParameters(copy);
  return copy;
}

/** As it was at first. */
export function resetParameters({ directory }: ProjectCopy): void {
  for (const part of ['services', 'environments']) rmSync(join(directory, part), { recursive: true });
  cpSync(ENVIRONMENTS, join(directory, 'environments'), { recursive: true });
  mkdirSync(join(directory, 'services'));
  for (const file of readdirSync(SERVICES)) {
    const text = readFileSync(join(SERVICES, file), 'utf8');
    // In a project they stand three folders higher.
    writeFileSync(join(directory, 'services', file), text.replaceAll("'../../../../", "'../"));
  }
}

/** What a team changes on a busy day: something of each stack is made, changed and restarted. */
export function changeParameters(copy: ProjectCopy): void {
  copy.source('services/backing.ts', 'assets: {}', 'assets: {}, invoices: {}');
  copy.source('services/shop.ts', "'assets']", "'assets', 'invoices']");
  copy.source(
    'services/shop.ts',
    'schedules: {',
    "schedules: { count: { cron: '5 4 * * *', command: ['bin/count'] },",
  );
  copy.parameters(ENVIRONMENT, (all) => {
    all.logs = { ...all.logs, retentionDays: 60 };
    all.caches.sessions.snapshotRetentionDays = 3;
    all.buckets.invoices = {};
    all.services.shop.version = '1.6.0';
  });
}

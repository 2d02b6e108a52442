import { readFileSync } from 'node:fs';
import type { SynthesizedStack } from '../terraform/synthesized-stack';
import { countBy, readRequests } from './requests';

/** terraform-aws-modules for one environment like ours, by the same count: 296 requests for 170 resources. */
const PEERS = 1.74;

/** What a plan without changes asks AWS, by Terraform's own log. */
export function printPlan({ document }: SynthesizedStack, logFile: string): void {
  const { resource = {} } = document;
  const requests = readRequests(readFileSync(logFile, 'utf8'));
  const refresh = requests.filter(({ refreshOf }) => refreshOf !== undefined);
  const other = requests.filter(({ refreshOf }) => refreshOf === undefined);
  const managed = Object.values(resource).reduce((sum, byId) => sum + Object.keys(byId).length, 0);

  console.log(`requests of a plan without changes: ${requests.length} for ${managed} resources`);
  console.log(
    `  other than a refresh: ${percent(other.length / requests.length)} (at most 3.0 %): ${countBy(
      other,
      ({ operation }) => operation,
    )
      .map(([operation, count]) => `${operation} ${count}`)
      .join(', ')}`,
  );
  console.log(
    `  for each managed resource: ${(requests.length / managed).toFixed(2)} (peers ${PEERS}), by type:`,
  );
  for (const [type, count] of countBy(refresh, ({ refreshOf }) => refreshOf!)) {
    const resources = Object.keys(resource[type] ?? {}).length;
    console.log(`    ${(count / resources).toFixed(2).padStart(6)}  ${type}: ${count} for ${resources}`);
  }
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

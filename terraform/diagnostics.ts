import type { Diagnostic } from './events';
import { EXISTS } from './in-the-way';

/** Said of a version that is deleted. Source: hashicorp/terraform-provider-aws, internal/service/secretsmanager/secret_version.go. */
const MOVED_LABEL =
  /deleting Secrets Manager Secret Version .*UpdateSecretVersionStage.*InvalidParameterException/;

/** How many addresses are named where many have the same trouble. */
const NAMED = 5;

/**
 * Terraform's errors, each once and with the resource first. All resources that exist already share one line, as there
 * can be dozens.
 */
export function formatErrors(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const texts = errors.filter((error) => !exists(error)).map(format);
  const existing = errors.filter(exists).map(({ address, summary }) => address ?? summary);
  return [...new Set([...texts, ...(existing.length > 0 ? [formatExisting(existing)] : [])])].join('\n');
}

/** Whether resources were in the way that Terraform does not know. */
export function isInTheWay(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(exists);
}

/**
 * Whether all that failed was the end of secret versions that were half made. The label went to the version that
 * replaces them, as it can be at one only, and then AWS refuses to take it away: the next plan knows.
 * Source: AWS Secrets Manager API Reference, UpdateSecretVersionStage, RemoveFromVersionId.
 */
export function isForNextPlan(diagnostics: readonly Diagnostic[]): boolean {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return errors.length > 0 && errors.every(({ summary, detail }) => MOVED_LABEL.test(`${summary} ${detail}`));
}

function exists({ summary, detail }: Diagnostic): boolean {
  return EXISTS.test(`${summary} ${detail}`);
}

function formatExisting(addresses: readonly string[]): string {
  const more = addresses.length - NAMED;
  return `  exist already, and are not in the state: ${addresses.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function format({ address, summary, detail }: Diagnostic): string {
  const text = detail && detail !== summary ? `${summary}\n${detail.trim()}` : summary;
  const lines = text.replaceAll(TRANSPORT, '').split('\n');
  return [`${address ? `${address}: ` : ''}${lines[0]}`, ...lines.slice(1)]
    .map((line) => `  ${line}`.trimEnd())
    .join('\n');
}

/** Says nothing about an emulator that its log does not say better. */
const TRANSPORT = /https response error StatusCode: \d+, RequestID: [\w-]*, (api error )?/g;

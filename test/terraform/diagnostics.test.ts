import { formatErrors, heldLock, isInTheWay, isLockOf } from '../../terraform/diagnostics';
import type { Diagnostic } from '../../terraform/events';

const error = (summary: string, more: Partial<Diagnostic> = {}): Diagnostic => ({
  severity: 'error',
  summary,
  ...more,
});

const locked = error('Error acquiring the state lock', {
  detail: `Error message: operation error S3: PutObject, api error PreconditionFailed
Lock Info:
  ID:        631da90b-76af-038b-2e94-d7578a43560b
  Path:      acme-state/dev.tfstate
  Operation: OperationTypeApply
  Who:       me@laptop
  Version:   1.11.4
  Created:   2026-11-24 06:40:25.153771 +0000 UTC
  Info:      

Terraform acquires a state lock to protect the state from being written`,
});

test('errors say each thing once, the resource first, and are no warnings', () => {
  const text = formatErrors([
    { severity: 'warning', summary: 'Deprecated' },
    error('creating KMS Key', { address: 'aws_kms_key.a', detail: 'Not allowed.\nAsk for it.' }),
    error('creating KMS Key', { address: 'aws_kms_key.a', detail: 'Not allowed.\nAsk for it.' }),
    error('Invalid value', { detail: 'Invalid value' }),
  ]);
  expect(text).toBe('  aws_kms_key.a: creating KMS Key\n  Not allowed.\n  Ask for it.\n  Invalid value');
});

test('the transport is left out of an error of AWS', () => {
  const summary =
    'creating SSM Parameter (/a): operation error SSM: PutParameter, https response error StatusCode: 400, RequestID: uvB3-x, AccessDenied: no';
  expect(formatErrors([error(summary)])).toBe(
    '  creating SSM Parameter (/a): operation error SSM: PutParameter, AccessDenied: no',
  );
});

test('what exists already is one line, however much it is', () => {
  const diagnostics = [1, 2, 3, 4, 5, 6, 7].map((n) =>
    error('creating: ResourceAlreadyExistsException', { address: `aws_vpc.v${n}` }),
  );
  expect(isInTheWay(diagnostics)).toBe(true);
  expect(formatErrors([...diagnostics, error('other')])).toBe(
    '  other\n  exist already, and are not in the state: aws_vpc.v1, aws_vpc.v2, aws_vpc.v3, aws_vpc.v4, aws_vpc.v5 and 2 more',
  );
});

test('reads who holds the state lock', () => {
  expect(heldLock([error('other'), locked])).toEqual({
    id: '631da90b-76af-038b-2e94-d7578a43560b',
    who: 'me@laptop',
    operation: 'OperationTypeApply',
    created: '2026-11-24 06:40:25.153771 +0000 UTC',
  });
  expect(heldLock([error('other')])).toBeUndefined();
});

describe('a lock is of a run', () => {
  const at = (time: string) => Date.parse(`2026-11-24T${time}Z`);
  test.each([
    ['that printed before and after it', '06:40:20', '06:41:00', true],
    ['that was killed while it loaded the provider', '06:40:20', '06:40:21', true],
    ['but not of one that began later', '06:40:40', '06:41:00', false],
    ['but not of one that had ended long before', '06:30:00', '06:39:00', false],
  ])('%s', (_, started, lastOutput, expected) => {
    expect(isLockOf({ started: at(started), lastOutput: at(lastOutput) }, heldLock([locked])!)).toBe(
      expected,
    );
  });
});

import { formatErrors, isInTheWay } from '../../terraform/diagnostics';
import type { Diagnostic } from '../../terraform/events';

const error = (summary: string, more: Partial<Diagnostic> = {}): Diagnostic => ({
  severity: 'error',
  summary,
  ...more,
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

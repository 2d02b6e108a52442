type Send = jest.Mock<Promise<{ SecretString: string }>>;
const mockSend: Send = jest.fn();
// The runtime brings the SDK along; here there is none.
jest.mock(
  '@aws-sdk/client-secrets-manager',
  () => ({
    SecretsManagerClient: class {
      send = mockSend;
    },
    GetSecretValueCommand: class {
      constructor(readonly input: object) {}
    },
  }),
  { virtual: true },
);
const { handler } = require('../../../../constructs/alerts/pager-duty/forward');

const fetch = jest.spyOn(globalThis, 'fetch');
const log = jest.spyOn(console, 'info');

beforeEach(() => {
  process.env.DASHBOARD_URL = 'https://dashboard';
  process.env.INCIDENT = '/acme/test/unhealthy';
  process.env.ROUTING_KEY_SECRET = 'arn:secret';
  process.env.SERVICE_ALARMS = 'test-service-';
  mockSend.mockReset().mockResolvedValue({ SecretString: 'the-key' });
  fetch.mockReset().mockResolvedValue(new Response(null, { status: 202 }));
  log.mockReset().mockReturnValue();
});
afterAll(() => jest.restoreAllMocks());

const ALARM = {
  AlarmName: 'test-orders-storage',
  AlarmArn: 'arn:aws:cloudwatch:eu-central-1:123456789012:alarm:test-orders-storage',
  AlarmDescription: 'Critical: The disk is full: raise maxStorageGiB.',
  NewStateValue: 'ALARM',
  NewStateReason: '10 datapoints were below the threshold',
  StateChangeTime: '2026-11-24T06:00:00.000+0000',
};

const message = (text: string) => ({ Records: [{ Sns: { Message: text } }] });
const send = (alarm: object) => handler(message(JSON.stringify(alarm)));
const posted = () => JSON.parse(`${fetch.mock.calls[0]![1]!.body}`);

test('a page says what is wrong, what to look at first, and where', async () => {
  await send(ALARM);
  expect(fetch.mock.calls[0]![0]).toBe('https://events.pagerduty.com/v2/enqueue');
  expect(posted()).toEqual({
    routing_key: 'the-key',
    event_action: 'trigger',
    dedup_key: '/acme/test/unhealthy',
    payload: {
      summary: 'test-orders-storage: Critical: The disk is full: raise maxStorageGiB.',
      source: ALARM.AlarmArn,
      severity: 'critical',
      timestamp: ALARM.StateChangeTime,
      custom_details: { description: ALARM.AlarmDescription, reason: ALARM.NewStateReason },
    },
    links: [{ href: 'https://dashboard', text: 'Dashboard' }],
  });
});

test('a page leads to the runbook of its alarm first', async () => {
  const href = 'https://github.com/acme/platform/blob/HEAD/docs/runbooks/alarms/database-storage.md';
  await send({ ...ALARM, AlarmDescription: `${ALARM.AlarmDescription} Runbook: ${href}` });
  expect(posted().links[0]).toEqual({ href, text: 'Runbook' });
});

test('the end of the whole resolves the incident that its parts opened', async () => {
  await send({ ...ALARM, AlarmName: 'test-unhealthy', NewStateValue: 'OK' });
  expect(posted()).toMatchObject({ event_action: 'resolve', dedup_key: '/acme/test/unhealthy' });
});

test('a service that is down is an incident of its own, which ends with it', async () => {
  const down = { ...ALARM, AlarmName: 'test-service-shop-web-down' };
  const dedup_key = '/acme/test/unhealthy/test-service-shop-web-down';
  await send(down);
  expect(posted()).toMatchObject({ event_action: 'trigger', dedup_key });
  fetch.mockClear();
  await send({ ...down, NewStateValue: 'OK' });
  expect(posted()).toMatchObject({ event_action: 'resolve', dedup_key });
});

test('an alarm that is new and not judged yet wakes nobody', async () => {
  await send({ ...ALARM, NewStateValue: 'INSUFFICIENT_DATA' });
  expect(fetch).not.toHaveBeenCalled();
});

test('a long description is cut in the title, where PagerDuty takes no more, and whole in the details', async () => {
  const AlarmDescription = 'x'.repeat(1024);
  await send({ ...ALARM, AlarmDescription });
  expect(posted().payload.summary).toHaveLength(1024);
  expect(posted().payload.custom_details.description).toBe(AlarmDescription);
});

test('the routing key is the secret of the environment, and stands in no log', async () => {
  await send(ALARM);
  expect(mockSend).toHaveBeenCalledWith({ input: { SecretId: 'arn:secret' } });
  expect(JSON.stringify(log.mock.calls)).toBe('[[{"action":"trigger","alarm":"test-orders-storage"}]]');
});

describe('fails, so that Lambda tries again and then says by mail that a page was lost, when', () => {
  test.each([400, 429, 500])('PagerDuty answers %d', async (status) => {
    fetch.mockResolvedValue(new Response('the-key', { status }));
    await expect(send(ALARM)).rejects.toThrow(
      new Error(`PagerDuty answered ${status} to trigger test-orders-storage`),
    );
  });

  test('PagerDuty can not be reached', async () => {
    fetch.mockRejectedValue(new TypeError('fetch failed'));
    await expect(send(ALARM)).rejects.toThrow('fetch failed');
  });

  test('the message is not JSON', async () => {
    await expect(handler(message('Budget exceeded'))).rejects.toThrow(SyntaxError);
  });

  test('nobody has filled in the routing key', async () => {
    mockSend.mockRejectedValue(new Error('ResourceNotFoundException'));
    await expect(send(ALARM)).rejects.toThrow('ResourceNotFoundException');
    expect(fetch).not.toHaveBeenCalled();
  });
});

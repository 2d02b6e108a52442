const { GetSecretValueCommand, SecretsManagerClient } = require('@aws-sdk/client-secrets-manager');

const ENDPOINT = 'https://events.pagerduty.com/v2/enqueue';
const ACTIONS = { ALARM: 'trigger', OK: 'resolve' };
/** PagerDuty cuts a summary that is longer. */
const SUMMARY = 1024;

/**
 * Tells PagerDuty that an alarm went off, or that it is over. Whatever goes wrong is thrown: Lambda then tries
 * twice more, and gives the event to the dead letter topic.
 */
exports.handler = async ({ Records }) => {
  for (const { Sns } of Records) await forward(JSON.parse(Sns.Message));
};

async function forward(alarm) {
  const action = ACTIONS[alarm.NewStateValue];
  if (!action) return;
  const response = await fetch(ENDPOINT, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ routing_key: await routingKey(), ...event(action, alarm) }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`PagerDuty answered ${response.status} to ${action} ${alarm.AlarmName}`);
  console.info({ action, alarm: alarm.AlarmName });
}

/**
 * All events of the platform are of one incident: it pages once, and lists whatever goes off meanwhile. A service has
 * one of its own, as its team mends it.
 */
function event(event_action, { AlarmName, AlarmArn, AlarmDescription, NewStateReason, StateChangeTime }) {
  const [, runbook] = / Runbook: (https:\S+)$/.exec(AlarmDescription) ?? [];
  return {
    event_action,
    dedup_key: incident(AlarmName),
    payload: {
      summary: `${AlarmName}: ${AlarmDescription}`.slice(0, SUMMARY),
      source: AlarmArn,
      severity: 'critical',
      timestamp: StateChangeTime,
      custom_details: { description: AlarmDescription, reason: NewStateReason },
    },
    links: [
      ...(runbook ? [{ href: runbook, text: 'Runbook' }] : []),
      { href: process.env.DASHBOARD_URL, text: 'Dashboard' },
    ],
  };
}

function incident(alarmName) {
  const { INCIDENT, SERVICE_ALARMS } = process.env;
  return alarmName.startsWith(SERVICE_ALARMS) ? `${INCIDENT}/${alarmName}` : INCIDENT;
}

/** Read for each page: pages are rare, and a new key then works at once. */
async function routingKey() {
  const command = new GetSecretValueCommand({ SecretId: process.env.ROUTING_KEY_SECRET });
  const { SecretString } = await new SecretsManagerClient().send(command);
  return SecretString;
}

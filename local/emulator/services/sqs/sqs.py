"""SQS: settings that moto drops or mixes up, the URL of a queue, and dead-letter queues.

Source: Amazon SQS API Reference, SetQueueAttributes; Amazon SQS Developer Guide, "Dead-letter queues".
"""

import json

from moto.sqs.exceptions import InvalidParameterValue, SQSException
from moto.sqs.models import Queue, SQSBackend

from ...cluster.real_node import APIS
from ...pace import PACE
from ...patch import wraps

Queue.BASE_ATTRIBUTES.append("RedriveAllowPolicy")
Queue.redrive_allow_policy = None


@wraps(Queue)
def url(_original, self, _request_url):
    """At the address by which pods reach AWS: some SDKs take it for the endpoint. Whoever is outside goes by his own."""
    return f"http://{APIS}/{self.account_id}/{self.name}"


def with_policy_as_sent(of_moto):
    """Without the spaces that moto puts in, which would be a change in each plan."""

    def attributes(self):
        told = of_moto.fget(self)
        if self.redrive_policy:
            told["RedrivePolicy"] = json.dumps(self.redrive_policy, separators=(",", ":"))
        return told

    return property(attributes)


Queue.attributes = with_policy_as_sent(Queue.attributes)


@wraps(Queue)
def _set_attributes(original, self, attributes, now=None):
    """moto forgets the policy where a call says nothing of it."""
    check_redrive(self, attributes)
    if "Policy" not in attributes and hasattr(self, "_policy_json"):
        attributes = {**attributes, "Policy": self.policy}
    original(self, attributes, now)
    if attributes.get("KmsMasterKeyId"):
        self.sqs_managed_sse_enabled = False


@wraps(Queue, "_setup_dlq")
def redrive(original, self, policy):
    original(self, policy)
    if self.dead_letter_queue is not None and self.dead_letter_queue.fifo_queue != self.fifo_queue:
        refuse("RedrivePolicy", policy, "Dead letter target must be same type of queue as the source.")


def check_redrive(queue, attributes):
    policy = attributes.get("RedrivePolicy")
    if not policy:
        return
    policy = json.loads(policy) if isinstance(policy, str) else policy
    count = int(policy.get("maxReceiveCount") or 0)
    if not 1 <= count <= 1000:
        refuse("RedrivePolicy", policy, "Invalid value for maxReceiveCount: must be between 1 and 1000.")
    from moto.sqs.models import sqs_backends

    target = str(policy.get("deadLetterTargetArn"))
    for dead in sqs_backends[queue.account_id][queue.region].queues.values():
        if dead.queue_arn == target and not takes(dead, queue):
            refuse("RedrivePolicy", policy, f"Dead letter target {target} does not allow {queue.queue_arn} as a source.")


def takes(dead, source):
    allow = json.loads(dead.redrive_allow_policy or "{}")
    permission = allow.get("redrivePermission", "allowAll")
    return permission == "allowAll" or (permission == "byQueue" and source.queue_arn in allow.get("sourceQueueArns", []))


def refuse(name, value, reason):
    text = value if isinstance(value, str) else json.dumps(value)
    raise InvalidParameterValue(f"Value {text} for parameter {name} is invalid. Reason: {reason}")


# No more often than each minute.
PURGE_SECONDS = 60


@wraps(SQSBackend)
def purge_queue(original, self, queue_name):
    queue = self.get_queue(queue_name)
    if PACE.now() - getattr(queue, "purged", 0) < PURGE_SECONDS:
        raise SQSException(
            "AWS.SimpleQueueService.PurgeQueueInProgress",
            f"Only one PurgeQueue operation on {queue_name} is allowed every {PURGE_SECONDS} seconds.",
        )
    queue.purged = PACE.now()
    original(self, queue_name)

"""SQS: what it tells CloudWatch of each queue, each minute.

Source: Amazon SQS Developer Guide, "Available CloudWatch metrics for Amazon SQS".
"""

from datetime import datetime, timezone

from moto.cloudwatch.models import cloudwatch_backends
from moto.sqs.models import Message, SQSBackend, sqs_backends

from ...pace import PACE
from ...patch import wraps

NAMESPACE = "AWS/SQS"
EVERY_S = 60
# Longer than any alarm on a queue looks back.
KEEP_S = 3 * 3600


@wraps(SQSBackend)
def create_queue(original, self, name, *args, **kwargs):
    is_first = not self.queues
    queue = original(self, name, *args, **kwargs)
    if is_first:
        begin(self)
    return queue


def begin(backend):
    # One that was emptied and filled again within a minute has not ended.
    if not backend.__dict__.get("measured"):
        backend.measured = True
        PACE.at(PACE.now() + EVERY_S, measure, backend.account_id, backend.region_name)


def measure(account, region):
    backend = sqs_backends[account][region]
    if not backend.queues:
        backend.measured = False
        return
    watcher = cloudwatch_backends[account][region]
    watcher.metric_data[:] = [datum for datum in watcher.metric_data if is_kept(datum)]
    # CloudWatch adds what the clock was put forward.
    watcher.put_metric_data(
        NAMESPACE,
        [
            {
                "MetricName": metric,
                "Value": value,
                "Timestamp": datetime.now(timezone.utc).replace(tzinfo=None),
                "Dimensions": [{"Name": "QueueName", "Value": queue.name}],
            }
            for queue in backend.queues.values()
            for metric, value in values_of(queue).items()
        ],
    )
    PACE.at(PACE.now() + EVERY_S, measure, account, region)


def values_of(queue):
    return {
        "ApproximateNumberOfMessagesVisible": queue.approximate_number_of_messages,
        "ApproximateNumberOfMessagesNotVisible": queue.approximate_number_of_messages_not_visible,
        "ApproximateNumberOfMessagesDelayed": queue.approximate_number_of_messages_delayed,
        "ApproximateAgeOfOldestMessage": age(queue),
    }


def age(queue):
    """Of the oldest that was not deleted, in seconds. One that was received three times counts no more."""
    sent = [each.sent_by_clock for each in queue._messages if each.approximate_receive_count <= 3]
    return max(0, PACE.now() - min(sent)) if sent else 0


@wraps(Message)
def mark_sent(original, self, *args, **kwargs):
    original(self, *args, **kwargs)
    # By the clock that tests put forward.
    self.sent_by_clock = PACE.now()


def is_kept(datum):
    return datum.namespace != NAMESPACE or getattr(datum, "moment", PACE.now()) > PACE.now() - KEEP_S

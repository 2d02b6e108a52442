"""SQS: ranges of the attributes of a queue, which its API model does not say, and which belong to FIFO queues alone.

Source: Amazon SQS API Reference, CreateQueue and SetQueueAttributes.
"""

import json

from .rule import Refused, rule

RANGES = {
    "DelaySeconds": (0, 900),
    "KmsDataKeyReusePeriodSeconds": (60, 86_400),
    "MaximumMessageSize": (1024, 1_048_576),
    "MessageRetentionPeriod": (60, 1_209_600),
    "ReceiveMessageWaitTimeSeconds": (0, 20),
    "VisibilityTimeout": (0, 43_200),
}
OF_FIFO = ("ContentBasedDeduplication", "DeduplicationScope", "FifoQueue", "FifoThroughputLimit")
MOST_SOURCES = 10


@rule("sqs", "CreateQueue", "SetQueueAttributes")
def within_ranges(request):
    for name, value in (request.get("Attributes") or {}).items():
        if name in RANGES and not in_range(value, *RANGES[name]):
            raise Refused("InvalidAttributeValue", f"Invalid value for the parameter {name}.")


def in_range(value, lowest, highest):
    return value.isdecimal() and lowest <= int(value) <= highest


@rule("sqs", "CreateQueue")
def fifo_by_name_and_attribute(request):
    attributes = request.get("Attributes") or {}
    is_fifo = attributes.get("FifoQueue") == "true"
    for name in OF_FIFO:
        # Not even `false` is known of another queue.
        if name in attributes and not is_fifo:
            raise Refused("InvalidAttributeName", f"Unknown Attribute {name}.")
    if request.get("QueueName", "").endswith(".fifo") != is_fifo:
        raise Refused(
            "InvalidParameterValue",
            "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.",
        )


@rule("sqs", "CreateQueue", "SetQueueAttributes")
def ten_sources(request):
    policy = json.loads((request.get("Attributes") or {}).get("RedriveAllowPolicy") or "{}")
    sources = policy.get("sourceQueueArns", [])
    by_queue = policy.get("redrivePermission") == "byQueue"
    if (by_queue and not 1 <= len(sources) <= MOST_SOURCES) or (sources and not by_queue):
        raise Refused(
            "InvalidAttributeValue",
            f"Value {json.dumps(policy)} for parameter RedriveAllowPolicy is invalid. Reason: byQueue, and only that, names 1 to {MOST_SOURCES} sourceQueueArns.",
        )

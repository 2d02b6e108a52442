"""SQS: the name of a queue that was deleted is free a minute later.

Source: Amazon SQS API Reference, CreateQueue and DeleteQueue.
"""

from moto.sqs.exceptions import SQSException
from moto.sqs.models import SQSBackend

from ...pace import after
from ...patch import wraps


@wraps(SQSBackend)
def delete_queue(original, self, queue_name):
    original(self, queue_name)
    deleted(self).add(queue_name)
    after("sqs name of a queue free again", deleted(self).discard, queue_name)


@wraps(SQSBackend)
def create_queue(original, self, name, *args, **kwargs):
    if name in deleted(self):
        raise SQSException(
            "AWS.SimpleQueueService.QueueDeletedRecently",
            "You must wait 60 seconds after deleting a queue before you can create another with the same name.",
        )
    return original(self, name, *args, **kwargs)


def deleted(backend):
    return backend.__dict__.setdefault("deleted_queues", set())

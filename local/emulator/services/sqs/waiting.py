"""SQS: a call that waits for a message asks again until there is one, and keeps nobody else waiting.

moto would wait within the call, and hold its lock.
"""

from flask import request
from moto.sqs.models import SQSBackend

from ...calls.patience import LAST, NotYet
from ...patch import wraps

ASK_S = 0.2


@wraps(SQSBackend)
def receive_message(original, self, queue_name, count, wait_seconds_timeout, *args, **kwargs):
    messages = original(self, queue_name, count, 0, *args, **kwargs)
    if not messages and wait_seconds_timeout and not request.environ.get(LAST):
        raise NotYet(wait_seconds_timeout, ASK_S)
    return messages

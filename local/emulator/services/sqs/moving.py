"""SQS: dead letters go back to the queue that they came from.

Source: Amazon SQS API Reference, StartMessageMoveTask.
"""

import uuid

from moto.core.responses import ActionResult
from moto.sqs.responses import SQSResponse

from ...patch import adds
from .sqs import refuse


@adds(SQSResponse)
def start_message_move_task(self):
    """At once, where AWS takes seconds to minutes. Moved messages are new; moto forgets where one came from."""
    queues = self.sqs_backend.queues.values()
    arn, to = self._get_param("SourceArn"), self._get_param("DestinationArn")
    dead = next((each for each in queues if each.queue_arn == arn), None)
    sources = [each for each in queues if each.dead_letter_queue is not None and each.dead_letter_queue is dead]
    if not sources:
        refuse("SourceArn", arn, "Source queue must be configured as a Dead Letter Queue.")
    target = next((each for each in queues if each.queue_arn == to), None) if to else sources[0]
    if target is None:
        refuse("DestinationArn", to, "The resource that you specified for the DestinationArn parameter doesn't exist.")
    for message in dead.messages:
        self.sqs_backend.send_message(target.name, message.body, message_attributes=message.message_attributes)
        dead._messages.remove(message)
    return ActionResult({"TaskHandle": str(uuid.uuid4())})

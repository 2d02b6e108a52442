"""Firehose: a delivery stream is made and goes in a while, and is not changed meanwhile."""

from moto.firehose.exceptions import ResourceInUseException
from moto.firehose.models import FirehoseBackend

from ..pace import begin
from ..patch import wraps


@wraps(FirehoseBackend)
def create_delivery_stream(original, self, region, delivery_stream_name, *args, **kwargs):
    """aws_kinesis_firehose_delivery_stream waits until it is ACTIVE."""
    arn = original(self, region, delivery_stream_name, *args, **kwargs)
    stream = self.delivery_streams[delivery_stream_name]
    begin(stream, "CREATING", "ACTIVE", "firehose stream created", "delivery_stream_status")
    return arn


@wraps(FirehoseBackend)
def update_destination(original, self, delivery_stream_name, *args, **kwargs):
    """As above."""
    check_active(self, delivery_stream_name)
    return original(self, delivery_stream_name, *args, **kwargs)


def check_active(backend, name):
    stream = backend.delivery_streams.get(name)
    if stream and stream.delivery_stream_status != "ACTIVE":
        raise ResourceInUseException(f"Firehose {name} under accountId {backend.account_id} is not in ACTIVE state.")

"""Kinesis: tags of a new stream."""

from moto.kinesis.responses import KinesisResponse

from ..patch import wraps


@wraps(KinesisResponse)
def create_stream(original, self):
    """aws_kinesis_stream sends its tags with the creation; moto drops them."""
    answer = original(self)
    self.kinesis_backend.streams[self._get_param("StreamName")].tags.update(self._get_param("Tags", {}))
    return answer

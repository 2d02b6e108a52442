"""WAF: lock tokens of address sets in the form that AWS gives them."""

import uuid

from moto.wafv2.models import FakeIPSet

from ..patch import wraps


@wraps(FakeIPSet)
def __init__(original, self, *args, **kwargs):
    """aws_wafv2_ip_set sends it back, and AWS refuses one of another form than a UUID. moto has six characters."""
    original(self, *args, **kwargs)
    self.lock_token = str(uuid.uuid4())


@wraps(FakeIPSet)
def update(original, self, *args, **kwargs):
    """As above."""
    original(self, *args, **kwargs)
    self.lock_token = str(uuid.uuid4())

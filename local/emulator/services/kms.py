"""KMS: the rotation period of a key, and which keys are AWS's."""

import json

from moto.kms.models import KmsBackend
from moto.kms.responses import KmsResponse

from ..patch import wraps


@wraps(KmsResponse)
def enable_key_rotation(original, self):
    """aws_kms_key sends rotation_period_in_days, which moto drops."""
    answer = original(self)
    key_of(self).rotation_period = self._get_param("RotationPeriodInDays", 365)
    return answer


@wraps(KmsResponse)
def get_key_rotation_status(original, self):
    """aws_kms_key reads the period back, and would plan it again at every run."""
    status = json.loads(original(self))
    if status["KeyRotationEnabled"]:
        status["RotationPeriodInDays"] = getattr(key_of(self), "rotation_period", 365)
    return json.dumps(status)


def key_of(response):
    backend = response.kms_backend
    return backend.keys[backend.get_key_id(response._get_param("KeyId"))]


@wraps(KmsBackend)
def _generate_default_keys(original, self, alias):
    """The data source aws_kms_key tells aws/ keys from those of the account, and so does the inventory."""
    key_id = original(self, alias)
    if key_id:
        self.keys[key_id].key_manager = "AWS"
    return key_id


def by_any_name(original, self, key_id, *args, **kwargs):
    """A key may be named by its ARN too, which moto knows for some calls only."""
    return original(self, self.get_key_id(key_id), *args, **kwargs)


for name in ("enable_key", "disable_key", "schedule_key_deletion", "cancel_key_deletion"):
    wraps(KmsBackend, name)(by_any_name)

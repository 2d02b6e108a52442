"""IAM: AWS's managed policies, without their cost of half a second for each account."""

import copy

from moto.iam.models import IAMBackend

from ...patch import wraps

_read_once = []


@wraps(IAMBackend)
def _init_aws_policies(original, self):
    """moto reads all 1,485 of them for each account, and again for China, GovCloud and others."""
    if self.region_name != "aws":
        return []
    if not _read_once:
        _read_once.extend(original(self))
    return [copy.copy(policy) for policy in _read_once]

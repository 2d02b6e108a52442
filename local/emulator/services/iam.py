"""IAM: AWS's managed policies, without their cost of half a second for each account."""

import copy

from moto.iam.exceptions import InvalidInput
from moto.iam.models import SERVICE_NAME_CONVERSION, IAMBackend

from ..authorization.service_linked_roles import MAKERS
from ..patch import wraps

_read_once = []


@wraps(IAMBackend)
def _init_aws_policies(original, self):
    """moto reads all 1,485 of them for each account, and again for China, GovCloud and others."""
    if self.region_name != "aws":
        return []
    if not _read_once:
        _read_once.extend(original(self))
    return [copy.copy(policy) for policy in _read_once]


# moto knows how four services write their own name. Others: the user guides of the services.
SERVICE_NAME_CONVERSION.update(
    {service.partition(".")[0]: name.removeprefix("AWSServiceRoleFor") for service, name in MAKERS.values()}
)


@wraps(IAMBackend)
def create_service_linked_role(original, self, service_name, description, suffix):
    """aws_iam_service_linked_role: an account has one of each service. The words are AWS's own."""
    path = f"/aws-service-role/{service_name}/"
    taken = [role.name for role in self.roles.values() if role.path == path]
    if taken and not suffix:
        message = f"Service role name {taken[0]} has been taken in this account, please try a different suffix."
        raise InvalidInput(message)
    return original(self, service_name, description, suffix)

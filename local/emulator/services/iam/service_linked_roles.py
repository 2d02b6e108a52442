"""Service-linked roles, for aws_iam_service_linked_role: an account has one of each service, and none is deleted while
the service needs it.

Source: IAM User Guide, "Create a service-linked role"; IAM API Reference, "DeleteServiceLinkedRole" and
"GetServiceLinkedRoleDeletionStatus". The words of the reason are not AWS's: each service has its own.
"""

import uuid

from moto.core.responses import ActionResult
from moto.eks.models import eks_backends
from moto.elasticache.models import elasticache_backends
from moto.elbv2.models import elbv2_backends
from moto.iam.exceptions import InvalidInput
from moto.iam.models import SERVICE_NAME_CONVERSION, IAMBackend
from moto.iam.responses import IamResponse
from moto.rds.models import rds_backends

from ...authorization.service_linked_roles import MAKERS
from ...patch import wraps
from ..backup.backup import backup_backends

# moto knows how four services write their own name. Others: the user guides of the services.
SERVICE_NAME_CONVERSION.update(
    {service.partition(".")[0]: name.removeprefix("AWSServiceRoleFor") for service, name in MAKERS.values()}
)

# Of each service, by region: what it works for by its role.
USES = {
    "backup.amazonaws.com": (backup_backends, lambda backup: backup.vaults.values()),
    "eks.amazonaws.com": (eks_backends, lambda eks: eks.clusters.values()),
    "elasticache.amazonaws.com": (
        elasticache_backends,
        lambda cache: (*cache.cache_clusters.values(), *cache.replication_groups.values()),
    ),
    "elasticloadbalancing.amazonaws.com": (elbv2_backends, lambda elb: elb.load_balancers.values()),
    "rds.amazonaws.com": (rds_backends, lambda rds: rds.databases.values()),
}


@wraps(IAMBackend)
def create_service_linked_role(original, self, service_name, description, suffix):
    """The words are AWS's own."""
    taken = [role.name for role in self.roles.values() if role.path == path_of(service_name)]
    if taken and not suffix:
        message = f"Service role name {taken[0]} has been taken in this account, please try a different suffix."
        raise InvalidInput(message)
    return original(self, service_name, description, suffix)


@wraps(IAMBackend)
def delete_service_linked_role(original, self, role_name):
    """Begins the deletion. Whoever asks for its status is told whether the role was in use."""
    role = self.get_role(role_name)
    service = role.path.split("/")[2]
    if not uses(service, self.account_id):
        original(self, role_name)
    return f"task{role.path}{role_name}/{uuid.uuid4()}"


@wraps(IamResponse)
def get_service_linked_role_deletion_status(original, self):
    _, _, service, role_name, _ = self._get_param("DeletionTaskId").split("/")
    if all(role.name != role_name for role in self.backend.roles.values()):
        return original(self)
    usage = [{"Region": region, "Resources": arns} for region, arns in uses(service, self.current_account).items()]
    reason = f"The role {role_name} can't be deleted, because {service} uses it."
    return ActionResult({"Status": "FAILED", "Reason": {"Reason": reason, "RoleUsageList": usage}})


def path_of(service):
    return f"/aws-service-role/{service}/"


def uses(service, account):
    """{region: ARNs of what needs the role}"""
    if service not in USES:
        return {}
    backends, resources = USES[service]
    found = {region: [each.arn for each in resources(backend)] for region, backend in backends[account].items()}
    return {region: arns for region, arns in found.items() if arns}

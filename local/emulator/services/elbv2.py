"""Load balancers: deletion protection."""

from moto.elbv2.exceptions import ELBClientError
from moto.elbv2.models import ELBv2Backend

from ..patch import wraps


@wraps(ELBv2Backend)
def delete_load_balancer(original, self, arn):
    """aws_lb with enable_deletion_protection: moto stores the attribute and deletes all the same."""
    balancer = self.load_balancers.get(arn)
    if balancer and balancer.attrs["deletion_protection.enabled"] == "true":
        raise ELBClientError(
            "OperationNotPermitted", f"Load balancer '{arn}' cannot be deleted because deletion protection is enabled"
        )
    original(self, arn)

"""IAM: AWS's managed policies, for the partition that the stacks use."""

from moto.iam.models import IAMBackend

from ..patch import wraps


@wraps(IAMBackend)
def _init_aws_policies(original, self):
    """moto loads all of them for China, GovCloud and others as well: a second for every account."""
    return original(self) if self.region_name == "aws" else []

"""Instance profiles that a call gives to an EC2 instance: each exists, also for EC2, and has a role.

Source: internal/service/ec2/ec2_instance.go of hashicorp/terraform-provider-aws, which asks again on both answers.
"""

from moto.iam.models import iam_backends

from ..iam.effective import is_effective
from .rule import Refused, rule


@rule("ec2", "RunInstances", "AssociateIamInstanceProfile", "ReplaceIamInstanceProfileAssociation")
def instance_profile_can_be_used(request):
    named = request.get("IamInstanceProfile") or {}
    for attribute, value in named.items():
        profile = find_profile(attribute.lower(), value, request.account)
        if profile is None:
            what = f"Value ({value}) for parameter iamInstanceProfile.{attribute.lower()} is invalid."
            raise Refused("InvalidParameterValue", f"{what} Invalid IAM Instance Profile {attribute.lower()}")
        if not profile.roles:
            raise Refused("InvalidParameterValue", f'IAM Instance Profile "{profile.arn}" has no associated IAM Roles')


def find_profile(attribute, value, account):
    profiles = iam_backends[account]["aws"].instance_profiles.values()
    return next((each for each in profiles if getattr(each, attribute) == value and is_effective(each)), None)

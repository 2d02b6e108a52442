"""Amazon EC2 Auto Scaling: a group launches nothing from a template that is not complete.

Source: Amazon EC2 Auto Scaling API Reference, CreateAutoScalingGroup; Amazon EC2 Auto Scaling User Guide, "Troubleshoot
Amazon EC2 Auto Scaling: launch templates" and "Replace Auto Scaling instances based on maximum instance lifetime".
"""

from moto.ec2.models import ec2_backends

from ..launch_template import data_of, groups_of, image_of, parameter_of
from .instance_profiles import find_profile
from .rule import Refused, rule

DAY = 24 * 60 * 60
INCOMPLETE = "You must use a valid fully-formed launch template. "


def refused(message):
    return Refused("ValidationError", message)


@rule("autoscaling", "CreateAutoScalingGroup", "UpdateAutoScalingGroup")
def a_lifetime_is_a_day_at_least(request):
    lifetime = int(request.get("MaxInstanceLifetime") or 0)
    if lifetime and not DAY <= lifetime <= 365 * DAY:
        raise refused(f"MaxInstanceLifetime must be 0, or between {DAY} and {365 * DAY} seconds; got {lifetime}.")


@rule("autoscaling", "CreateAutoScalingGroup")
def subnets_exist(request):
    known = {each.id for zone in request.backend(ec2_backends).subnets.values() for each in zone.values()}
    for subnet in filter(None, (request.get("VPCZoneIdentifier") or "").split(",")):
        if subnet not in known:
            raise refused(f"The subnet ID '{subnet}' does not exist")


@rule("autoscaling", "CreateAutoScalingGroup", "UpdateAutoScalingGroup")
def template_is_complete(request):
    ec2, given = request.backend(ec2_backends), request.get("LaunchTemplate")
    if not given:
        return
    template = data_of(ec2, given)
    if template is None:
        raise refused(f"{INCOMPLETE}The specified launch template, with template ID or name {given}, does not exist.")
    image = template.get("ImageId", "")
    if not image:
        raise refused(f"{INCOMPLETE}The request must contain the parameter ImageId")
    if parameter_of(image) and not image_of(image, request.account, request.region):
        raise refused(f"{INCOMPLETE}The parameter {parameter_of(image)} could not be found.")
    for group in groups_of(template):
        if not any(group in groups for groups in ec2.groups.values()):
            raise refused(f"{INCOMPLETE}The security group '{group}' does not exist")
    for subnet in [each["SubnetId"] for each in template.get("NetworkInterfaces") or [] if each.get("SubnetId")]:
        raise refused(f"NetworkInterfaces must not name a subnet in the template of a group; got {subnet}.")
    for key, value in (template.get("IamInstanceProfile") or {}).items():
        if find_profile(key.lower(), value, request.account) is None:
            # The provider asks again on these words, as a new profile is seen late.
            # Source: terraform-provider-aws, internal/service/autoscaling/group.go.
            raise refused(
                f"{INCOMPLETE}Value ({value}) for parameter iamInstanceProfile.{key.lower()} is invalid. "
                f"Invalid IAM Instance Profile {key.lower()}"
            )

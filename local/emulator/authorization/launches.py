"""Whoever makes a group of instances needs the rights to launch one, though a role of the service does it later.

Source: Amazon EC2 Auto Scaling User Guide, "Control Amazon EC2 launch template usage in Auto Scaling groups" and "Use AWS
Systems Manager parameters instead of AMI IDs in launch templates"; IAM API Reference, AddRoleToInstanceProfile.
"""

from moto.ec2.models import ec2_backends
from moto.iam.models import iam_backends

from ..launch_template import data_of, parameter_of
from .need import Need

TO_SERVERS = {"iam:PassedToService": "ec2.amazonaws.com"}


def launches(call, parameters):
    if call.service == "iam" and call.action == "AddRoleToInstanceProfile":
        yield from passed(call, [parameters.get("RoleName")])
    given = parameters.get("LaunchTemplate")
    if call.service != "autoscaling" or not given:
        return
    template = data_of(ec2_backends[call.account][call.region], given)
    if template is None:
        return
    yield Need("ec2:RunInstances", f"arn:aws:ec2:{call.region}:{call.account}:instance/*")
    if template.get("TagSpecifications"):
        yield Need(
            "ec2:CreateTags", f"arn:aws:ec2:{call.region}:{call.account}:instance/*", {"ec2:CreateAction": "RunInstances"}
        )
    name = parameter_of(template.get("ImageId", ""))
    if name:
        # Parameters of AWS are of no account.
        owner = "" if name.startswith("/aws/service/") else call.account
        yield Need("ssm:GetParameters", f"arn:aws:ssm:{call.region}:{owner}:parameter/{name.removeprefix('/')}")
    profile = template.get("IamInstanceProfile") or {}
    for each in iam_backends[call.account]["aws"].instance_profiles.values():
        if each.arn == profile.get("Arn") or each.name == profile.get("Name"):
            yield from passed(call, [role.name for role in each.roles])


def passed(call, names):
    for role in iam_backends[call.account]["aws"].roles.values():
        if role.name in names:
            yield Need("iam:PassRole", role.arn, TO_SERVERS)

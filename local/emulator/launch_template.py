"""What a launch template stands for."""

from moto.ssm.models import ssm_backends

RESOLVED = "resolve:ssm:"


def parameter_of(image):
    """Of a template that names a parameter in place of an image: the parameter's name. None: it names an image.

    Source: Amazon EC2 User Guide, "Use a Systems Manager parameter instead of an AMI ID".
    """
    return image.removeprefix(RESOLVED).partition(":")[0] if image.startswith(RESOLVED) else None


def image_of(image, account, region):
    """The id of the image, or an empty text if there is no such parameter."""
    name = parameter_of(image)
    if name is None:
        return image
    found = ssm_backends[account][region].get_parameters([name])
    return found[name].value if name in found else ""


def interfaces_of(template):
    """As RunInstances takes them. A template that names a subnet is refused by a group, which has its own."""
    return [
        {"DeviceIndex": 0, "DeleteOnTermination": True, **{key: value for key, value in each.items() if key != "SecurityGroups"}}
        for each in template.get("NetworkInterfaces") or []
    ]


def disks_of(template):
    """The image of a root disk says how large it is, where the template does not; Amazon Linux says 8 GiB."""
    return [
        {**each, "Ebs": {"VolumeSize": 8, **each["Ebs"]}} if "Ebs" in each else each
        for each in template["BlockDeviceMappings"]
    ]


def groups_of(template):
    """Ids of its security groups."""
    interfaces = template.get("NetworkInterfaces") or []
    return [*(template.get("SecurityGroupIds") or []), *(group for each in interfaces for group in each.get("Groups") or [])]


def data_of(ec2, given):
    """`given`: as a group names it, by id or name. None if there is none of that id, name and version."""
    template = next(
        (
            each
            for each in ec2.launch_templates.values()
            if given.get("LaunchTemplateId") == each.id or given.get("LaunchTemplateName") == each.name
        ),
        None,
    )
    if template is None:
        return None
    version = given.get("Version") or "$Default"
    number = {"$Latest": template.latest_version_number, "$Default": template.default_version_number}.get(version, version)
    return next((each.data for each in template.versions if str(each.number) == str(number)), None)

"""EC2: what an instance gets from its launch template beside what moto gives it."""

from moto.ec2.models.elastic_block_store import EBSBackend
from moto.ec2.models.instances import Instance, InstanceBackend
from moto.ec2.models.launch_templates import LaunchTemplateBackend
from moto.kms.models import kms_backends

from ...launch_template import disks_of, image_of, interfaces_of
from ...patch import wraps


@wraps(InstanceBackend)
def run_instances(original, self, image_id, count, user_data, security_group_names, **kwargs):
    """aws_autoscaling_group: its instances have the image, interfaces and profile that the template says."""
    if not kwargs.get("launch_template"):
        return original(self, image_id, count, user_data, security_group_names, **kwargs)
    template = self._get_template_from_args(kwargs["launch_template"]).data
    if not kwargs.get("nics"):
        kwargs["nics"] = interfaces_of(template)
    if template.get("BlockDeviceMappings"):
        kwargs.setdefault("block_device_mappings", disks_of(template))
    kwargs.setdefault("metadata_options", template.get("MetadataOptions") or {})
    image = image_of(image_id or template.get("ImageId", ""), self.account_id, self.region_name)
    reservation = original(self, image, count, user_data, security_group_names, **kwargs)
    profile = template.get("IamInstanceProfile") or {}
    for instance in reservation.instances if profile else ():
        self.associate_iam_instance_profile(instance.id, profile.get("Name"), profile.get("Arn"))
    return reservation


@wraps(Instance)
def terminate(original, self):
    """Its interfaces that are to go with it go; no user may delete one that is attached (in_use.py)."""
    for nic in self.nics.values():
        if nic.delete_on_termination:
            nic.attachment_id = None
    return original(self)


@wraps(EBSBackend)
def _create_default_encryption_key(original, self):
    """The key that AWS makes for the first encrypted disk is AWS's, and stays."""
    arn = original(self)
    kms_backends[self.account_id][self.region_name].keys[arn.rpartition("/")[2]].key_manager = "AWS"
    return arn


@wraps(LaunchTemplateBackend)
def create_launch_template(original, self, name, description, template_data, tag_spec):
    """aws_launch_template reads back what its hosts are tagged with; moto adds the tags of the template itself."""
    given = template_data.get("TagSpecifications") or []
    template_data["TagSpecifications"] = [each for each in given if each["ResourceType"] != "launch-template"]
    return original(self, name, description, template_data, tag_spec)

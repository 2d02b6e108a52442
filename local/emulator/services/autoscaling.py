"""Amazon EC2 Auto Scaling: what moto lacks, or does otherwise than AWS."""

from moto.autoscaling.responses import AutoScalingResponse

from ..patch import wraps


def keep_lifetime(self):
    """aws_autoscaling_group reads back after how many seconds a host is replaced; moto drops it."""
    lifetime = self._get_int_param("MaxInstanceLifetime")
    if lifetime is not None:
        group = self.autoscaling_backend.autoscaling_groups[self._get_param("AutoScalingGroupName")]
        group.max_instance_lifetime = lifetime or None


@wraps(AutoScalingResponse)
def create_auto_scaling_group(original, self):
    answer = original(self)
    keep_lifetime(self)
    return answer


@wraps(AutoScalingResponse)
def update_auto_scaling_group(original, self):
    answer = original(self)
    keep_lifetime(self)
    return answer

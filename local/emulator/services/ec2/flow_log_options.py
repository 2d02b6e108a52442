"""EC2: how a flow log is stored in a bucket, which moto forgets, and Terraform would make it anew for."""

from moto.ec2.responses.flow_logs import FlowLogs

from ...patch import wraps

DEFAULTS = {"FileFormat": "plain-text", "HiveCompatiblePartitions": False, "PerHourPartition": False}


@wraps(FlowLogs)
def create_flow_logs(original, self):
    result = original(self)
    if self._get_param("LogDestinationType") == "s3":
        options = {**DEFAULTS, **(self._get_param("DestinationOptions") or {})}
        for flow_log in self.ec2_backend.describe_flow_logs(result.result["FlowLogIds"], {}):
            flow_log.destination_options = options
    return result

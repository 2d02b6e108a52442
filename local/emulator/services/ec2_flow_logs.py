"""EC2: flow logs that may not be delivered."""

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models.flow_logs import FlowLogsBackend

from ..patch import wraps
from ..trusted_role import role_problem

SERVICE = "vpc-flow-logs.amazonaws.com"


@wraps(FlowLogsBackend)
def create_flow_logs(original, self, resource_type, resource_ids, traffic_type, deliver_logs_permission_arn, **rest):
    """Source: internal/service/ec2/vpc_flow_log.go of hashicorp/terraform-provider-aws, which knows a new role by these
    words and asks again.
    """
    problem = deliver_logs_permission_arn and role_problem(deliver_logs_permission_arn, SERVICE, self.account_id)
    if problem:
        raise EC2ClientError("InvalidParameter", f"Unable to assume given IAM role: {problem}")
    return original(self, resource_type, resource_ids, traffic_type, deliver_logs_permission_arn, **rest)

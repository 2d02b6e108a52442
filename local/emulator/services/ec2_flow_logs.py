"""EC2: flow logs that may not be delivered."""

from moto.ec2.models.flow_logs import FlowLogsBackend

from ..patch import wraps
from ..trusted_role import role_problem

SERVICE = "vpc-flow-logs.amazonaws.com"


@wraps(FlowLogsBackend)
def create_flow_logs(original, self, resource_type, resource_ids, traffic_type, deliver_logs_permission_arn, **rest):
    """Nothing is refused as a whole: what could not be made is in the list `Unsuccessful`."""
    problem = deliver_logs_permission_arn and role_problem(deliver_logs_permission_arn, SERVICE, self.account_id)
    if problem:
        message = f"Access Denied for LogDestination. Please check LogDestination permission: {problem}"
        return [], [(resource_id, "400", message) for resource_id in resource_ids]
    return original(self, resource_type, resource_ids, traffic_type, deliver_logs_permission_arn, **rest)

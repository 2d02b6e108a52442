"""A flow log to a bucket is a delivery of CloudWatch Logs, which whoever makes or deletes it has to be allowed to.

Source: Amazon VPC User Guide, "Publish flow logs to Amazon S3", permissions of IAM principals.
"""

from moto.ec2.models import ec2_backends

from .need import Need


def log_deliveries(call, parameters):
    if call.service != "ec2":
        return
    if call.action == "CreateFlowLogs" and parameters.get("LogDestinationType") == "s3":
        yield Need("logs:CreateLogDelivery", "*")
    elif call.action == "DeleteFlowLogs":
        flow_logs = ec2_backends[call.account][call.region].flow_logs
        found = [flow_logs.get(each) for each in parameters.get("FlowLogIds") or []]
        if any(each and each.log_destination_type == "s3" for each in found):
            yield Need("logs:DeleteLogDelivery", "*")

"""EC2: flow logs that may not be delivered."""

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models.flow_logs import FlowLogsBackend

from ...authorization.keys import default_key
from ...iam.trusted_role import role_problem
from ...patch import wraps
from ...rules.access import bucket_lets, find_bucket, key_lets
from ...usable_key import find_key

SERVICE = "vpc-flow-logs.amazonaws.com"
DELIVERY = "delivery.logs.amazonaws.com"


@wraps(FlowLogsBackend)
def create_flow_logs(original, self, resource_type, resource_ids, traffic_type, deliver_logs_permission_arn, **rest):
    """Source: internal/service/ec2/vpc_flow_log.go of hashicorp/terraform-provider-aws, which knows a new role by these
    words and asks again.
    """
    problem = deliver_logs_permission_arn and role_problem(deliver_logs_permission_arn, SERVICE, self.account_id)
    if problem:
        raise EC2ClientError("InvalidParameter", f"Unable to assume given IAM role: {problem}")
    if rest.get("log_destination_type") == "s3":
        bucket = find_bucket(rest["log_destination"].split(":::")[1].partition("/")[0])
        if bucket and not lets_delivery(bucket, self.account_id, self.region_name):
            message = f"Access Denied for LogDestination: {bucket.name}. Please check LogDestination permission"
            return [], [(each, "400", message) for each in resource_ids]
    return original(self, resource_type, resource_ids, traffic_type, deliver_logs_permission_arn, **rest)


def lets_delivery(bucket, account, region):
    """Whether the policies of a bucket and of its key let records in. AWS adds what is missing to the policy of the bucket
    where the caller may, which the next plan would take away: here it is refused.
    Source: Amazon VPC User Guide, "Publish flow logs to Amazon S3"; Amazon CloudWatch Logs User Guide, "Logs sent to Amazon
    S3".
    """
    source = {"aws:SourceAccount": account, "aws:SourceArn": f"arn:aws:logs:{region}:{account}:*"}
    record = (f"AWSLogs/{account}/vpcflowlogs/record", {**source, "s3:x-amz-acl": "bucket-owner-full-control"})
    name = default_key(bucket)
    key = name and find_key(name, account, region)
    return (
        bucket_lets(bucket, DELIVERY, "PutObject", *record)
        and bucket_lets(bucket, DELIVERY, "GetBucketAcl", None, source)
        and (not name or (key is not None and key_lets(key, DELIVERY, ("GenerateDataKey", "Decrypt"), source)))
    )

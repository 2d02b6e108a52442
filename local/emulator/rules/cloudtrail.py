"""CloudTrail: bucket and key let it write.

Source: CloudTrail User Guide, "Amazon S3 bucket policy for CloudTrail" and "Configure AWS KMS key policies for
CloudTrail".
"""

from moto.cloudtrail.models import cloudtrail_backends

from ..usable_key import find_key
from .access import bucket_lets, find_bucket, key_lets
from .rule import Refused, rule

SERVICE = "cloudtrail.amazonaws.com"


@rule("cloudtrail", "CreateTrail", "UpdateTrail")
def trail_may_write(request):
    name = request.get("Name").rpartition("/")[2]
    trail = request.backend(cloudtrail_backends).trails.get(name)
    arn = f"arn:aws:cloudtrail:{request.region}:{request.account}:trail/{name}"
    context = {"aws:SourceArn": arn, "aws:SourceAccount": request.account}
    bucket_name = request.get("S3BucketName") or (trail and trail.bucket_name)
    prefix = request.get("S3KeyPrefix") or (trail and trail.s3_key_prefix) or ""
    bucket = find_bucket(bucket_name) if bucket_name else None
    if bucket and not bucket_lets_trail(bucket, prefix, request.account, context):
        raise Refused(
            "InsufficientS3BucketPolicyException",
            f"Incorrect S3 bucket policy is detected for bucket: {bucket_name}",
        )
    key = request.get("KmsKeyId")
    if key:
        encryption = {"kms:EncryptionContext:aws:cloudtrail:arn": arn, **context}
        if not key_lets(find_key(key, request.account, request.region), SERVICE, ("GenerateDataKey",), encryption):
            raise Refused(
                "InsufficientEncryptionPolicyException",
                "Insufficient permissions to access S3 bucket or KMS key: the key's policy does not let CloudTrail in.",
            )


def bucket_lets_trail(bucket, prefix, account, context):
    key = f"{f'{prefix}/' if prefix else ''}AWSLogs/{account}/x"
    acl = {"s3:x-amz-acl": "bucket-owner-full-control", **context}
    return bucket_lets(bucket, SERVICE, "GetBucketAcl", "", context) and bucket_lets(
        bucket, SERVICE, "PutObject", key, acl
    )


@rule("cloudtrail", "CreateTrail")
def five_trails(request):
    trails = request.backend(cloudtrail_backends).trails
    if request.get("Name") in trails:
        raise Refused("TrailAlreadyExistsException", f"Trail {request.get('Name')} already exists")
    if len(trails) >= 5:
        raise Refused("MaximumNumberOfTrailsExceededException", "A region can have five trails")

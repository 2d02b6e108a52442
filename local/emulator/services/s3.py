"""S3: bucket policies with conditions, EventBridge notification, deletion of delete markers."""

import json
from fnmatch import fnmatchcase

import xmltodict
from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.s3.models import FakeBucket, FakeDeleteMarker
from moto.s3.responses import S3Response

from ..patch import adds, wraps
from . import unsupported

# moto does not know these sub-resources: it takes their PUT and DELETE for those of the bucket itself.
for part in ("Analytics", "IntelligentTiering", "Metrics", "Metadata"):
    unsupported("s3", *(f"{verb}Bucket{part}Configuration" for verb in ("Create", "Put", "Get", "Delete")))
unsupported("s3", "PutBucketRequestPayment", "PutBucketAbac")


@wraps(FakeBucket)
def get_permission(original, self, action, resource):
    """moto ignores conditions: a Deny without TLS would deny the provider everything."""
    if self.policy is None:
        return PermissionResult.NEUTRAL
    policy = json.loads(self.policy)
    policy["Statement"] = [statement for statement in listed(policy["Statement"]) if "Condition" not in statement]
    return IAMPolicy(json.dumps(policy)).is_action_permitted(action, resource)


def listed(value):
    """Policies may have one thing in place of a list of one."""
    return value if isinstance(value, list) else [value]


def may_deliver_logs(target_bucket, target_prefix):
    """aws_s3_bucket_logging: moto fails on the principal "*" and wants one exact form of the statement."""
    log = f"arn:aws:s3:::{target_bucket.name}/{target_prefix or ''}log"
    statements = listed(json.loads(target_bucket.policy)["Statement"]) if target_bucket.policy else []
    return any(
        statement["Effect"] == "Allow"
        and isinstance(statement["Principal"], dict)
        and "logging.s3.amazonaws.com" in listed(statement["Principal"].get("Service"))
        and any(fnmatchcase("s3:PutObject", action) for action in listed(statement["Action"]))
        and any(fnmatchcase(log, resource) for resource in listed(statement["Resource"]))
        for statement in statements
    )


FakeBucket._log_permissions_enabled_policy = staticmethod(may_deliver_logs)


@wraps(S3Response)
def get_bucket_notification(original, self):
    """aws_s3_bucket_notification reads `eventbridge` back."""
    status, headers, body = original(self)
    configuration = self.backend.get_bucket_notification_configuration(self.bucket_name)
    if configuration and configuration.event_bridge is not None:
        document = xmltodict.parse(body)
        document["NotificationConfiguration"]["EventBridgeConfiguration"] = None
        body = xmltodict.unparse(document)
    return status, headers, body


@adds(FakeDeleteMarker)
def dispose(self, garbage=False):
    """moto disposes of every version that is deleted; force_destroy and lock files leave delete markers."""

"""S3: bucket policies with conditions, EventBridge notification, deletion of delete markers."""

import xmltodict
from moto.iam.access_control import PermissionResult
from moto.s3.models import FakeBucket, FakeDeleteMarker
from moto.s3.responses import S3Response

from ..iam.policy import ALLOW, DENY, decide, statements_of
from ..patch import adds, wraps
from . import unsupported

# moto does not know these sub-resources: it takes their PUT and DELETE for those of the bucket itself.
for part in ("Analytics", "IntelligentTiering", "Metrics", "Metadata"):
    unsupported("s3", *(f"{verb}Bucket{part}Configuration" for verb in ("Create", "Put", "Get", "Delete")))
unsupported("s3", "PutBucketRequestPayment", "PutBucketAbac")


@wraps(FakeBucket)
def get_permission(original, self, action, resource):
    """moto ignores conditions: a Deny without TLS would deny the provider everything."""
    statements = statements_of(self.policy) if self.policy else []
    unconditional = [statement for statement in statements if "Condition" not in statement]
    return RESULTS[decide([{"Statement": unconditional}], action, resource, {})]


RESULTS = {ALLOW: PermissionResult.PERMITTED, DENY: PermissionResult.DENIED, None: PermissionResult.NEUTRAL}
LOG_DELIVERY = "logging.s3.amazonaws.com"


def may_deliver_logs(target_bucket, target_prefix):
    """aws_s3_bucket_logging: moto fails on the principal "*" and wants one exact form of the statement."""
    log = f"arn:aws:s3:::{target_bucket.name}/{target_prefix or ''}log"
    statements = statements_of(target_bucket.policy) if target_bucket.policy else []
    # Which bucket it is about is not told here, and that is what conditions ask for.
    granted = [
        {name: value for name, value in statement.items() if name != "Condition"}
        for statement in statements
        if statement["Effect"] == ALLOW
    ]
    return decide([{"Statement": granted}], "s3:PutObject", log, {}, [LOG_DELIVERY]) == ALLOW


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


@wraps(S3Response)
def _bucket_response_get(original, self, bucket_name, querystring):
    """aws_s3_bucket reads who pays for requests; moto answers with a list of objects."""
    if "requestPayment" not in querystring:
        return original(self, bucket_name, querystring)
    self.backend.head_bucket(bucket_name)
    return 200, {}, REQUEST_PAYMENT


REQUEST_PAYMENT = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<RequestPaymentConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Payer>BucketOwner</Payer>'
    "</RequestPaymentConfiguration>"
)

"""Which actions of IAM an operation of an API asks for. Most have the operation's own name; here are the others.

`tests/test_operations.py` checks that each action exists, and that no row says what the names say already.
Source: Amazon S3 User Guide, "Required permissions for Amazon S3 API operations"; the user guides of the others.
"""

from .reference import find_action

# What stands before the colon of an action, where it is not the name that the SDKs give the service.
PREFIXES = {
    "accessanalyzer": "access-analyzer",
    "appconfigdata": "appconfig",
    "efs": "elasticfilesystem",
    "elbv2": "elasticloadbalancing",
    "resourcegroupstaggingapi": "tag",
    "s3control": "s3",
}

BUDGET_WRITES = (
    "CreateBudget",
    "CreateNotification",
    "CreateSubscriber",
    "DeleteBudget",
    "DeleteNotification",
    "DeleteSubscriber",
    "UpdateBudget",
    "UpdateNotification",
    "UpdateSubscriber",
)
BUDGET_READS = (
    "DescribeBudget",
    "DescribeBudgetNotificationsForAccount",
    "DescribeBudgets",
    "DescribeBudgetPerformanceHistory",
    "DescribeNotificationsForBudget",
    "DescribeSubscribersForNotification",
)

# Nobody needs a right to ask who it is, or to show a token that a provider has signed: the trust decides on that.
FREE = {
    ("sts", "GetCallerIdentity"),
    ("sts", "GetSessionToken"),
    ("sts", "AssumeRoleWithWebIdentity"),
    ("sts", "AssumeRoleWithSAML"),
}

OTHERS = {
    "budgets": {
        **dict.fromkeys(BUDGET_WRITES, ["ModifyBudget"]),
        **dict.fromkeys(BUDGET_READS, ["ViewBudget"]),
    },
    "kms": {"ReEncrypt": ["ReEncryptFrom", "ReEncryptTo"]},
    "lambda": {"Invoke": ["InvokeFunction"], "InvokeWithResponseStream": ["InvokeFunction"]},
    "s3": {
        "CompleteMultipartUpload": ["PutObject"],
        "CopyObject": ["GetObject", "PutObject"],
        "CreateMultipartUpload": ["PutObject"],
        "DeleteBucketAnalyticsConfiguration": ["PutAnalyticsConfiguration"],
        "DeleteBucketCors": ["PutBucketCORS"],
        "DeleteBucketEncryption": ["PutEncryptionConfiguration"],
        "DeleteBucketInventoryConfiguration": ["PutInventoryConfiguration"],
        "DeleteBucketLifecycle": ["PutLifecycleConfiguration"],
        "DeleteBucketMetricsConfiguration": ["PutMetricsConfiguration"],
        "DeleteBucketOwnershipControls": ["PutBucketOwnershipControls"],
        "DeleteBucketReplication": ["PutReplicationConfiguration"],
        "DeleteBucketTagging": ["PutBucketTagging"],
        "DeleteObjects": ["DeleteObject"],
        "DeletePublicAccessBlock": ["PutBucketPublicAccessBlock"],
        "GetBucketAccelerateConfiguration": ["GetAccelerateConfiguration"],
        "GetBucketAnalyticsConfiguration": ["GetAnalyticsConfiguration"],
        "GetBucketEncryption": ["GetEncryptionConfiguration"],
        "GetBucketIntelligentTieringConfiguration": ["GetIntelligentTieringConfiguration"],
        "GetBucketInventoryConfiguration": ["GetInventoryConfiguration"],
        "GetBucketLifecycle": ["GetLifecycleConfiguration"],
        "GetBucketLifecycleConfiguration": ["GetLifecycleConfiguration"],
        "GetBucketMetricsConfiguration": ["GetMetricsConfiguration"],
        "GetBucketNotificationConfiguration": ["GetBucketNotification"],
        "GetBucketReplication": ["GetReplicationConfiguration"],
        "GetObjectLockConfiguration": ["GetBucketObjectLockConfiguration"],
        "GetPublicAccessBlock": ["GetBucketPublicAccessBlock"],
        "HeadBucket": ["ListBucket"],
        "HeadObject": ["GetObject"],
        "ListBuckets": ["ListAllMyBuckets"],
        "ListMultipartUploads": ["ListBucketMultipartUploads"],
        "ListObjectVersions": ["ListBucketVersions"],
        "ListObjects": ["ListBucket"],
        "ListObjectsV2": ["ListBucket"],
        "ListParts": ["ListMultipartUploadParts"],
        "PutBucketAccelerateConfiguration": ["PutAccelerateConfiguration"],
        "PutBucketAnalyticsConfiguration": ["PutAnalyticsConfiguration"],
        "PutBucketEncryption": ["PutEncryptionConfiguration"],
        "PutBucketInventoryConfiguration": ["PutInventoryConfiguration"],
        "PutBucketLifecycle": ["PutLifecycleConfiguration"],
        "PutBucketLifecycleConfiguration": ["PutLifecycleConfiguration"],
        "PutBucketMetricsConfiguration": ["PutMetricsConfiguration"],
        "PutBucketNotificationConfiguration": ["PutBucketNotification"],
        "PutBucketReplication": ["PutReplicationConfiguration"],
        "PutObjectLockConfiguration": ["PutBucketObjectLockConfiguration"],
        "PutPublicAccessBlock": ["PutBucketPublicAccessBlock"],
        "UploadPart": ["PutObject"],
        "UploadPartCopy": ["GetObject", "PutObject"],
    },
    "s3control": {
        "DeletePublicAccessBlock": ["PutAccountPublicAccessBlock"],
        "GetPublicAccessBlock": ["GetAccountPublicAccessBlock"],
        "PutPublicAccessBlock": ["PutAccountPublicAccessBlock"],
    },
    "sns": {"PublishBatch": ["Publish"]},
    "sqs": {
        "ChangeMessageVisibilityBatch": ["ChangeMessageVisibility"],
        "DeleteMessageBatch": ["DeleteMessage"],
        "SendMessageBatch": ["SendMessage"],
    },
}
# Of one version of an object.
WITH_VERSION = {
    "DeleteObject": "DeleteObjectVersion",
    "GetObject": "GetObjectVersion",
    "GetObjectAcl": "GetObjectVersionAcl",
    "GetObjectAttributes": "GetObjectVersionAttributes",
    "GetObjectTagging": "GetObjectVersionTagging",
    "PutObjectTagging": "PutObjectVersionTagging",
    "DeleteObjectTagging": "DeleteObjectVersionTagging",
}


class UnknownAction(Exception):
    """An operation of which nobody said yet what right it takes."""


def prefix_of(service):
    return PREFIXES.get(service, service)


def actions_for(service, operation, parameters):
    """Actions of the reference. @raises UnknownAction"""
    names = OTHERS.get(service, {}).get(operation, [operation])
    if service == "s3":
        names = names_in_s3(names, parameters)
    found = [find_action(f"{prefix_of(service)}:{name}") for name in names]
    if None in found:
        raise UnknownAction(f"{prefix_of(service)}:{operation}")
    return found


def names_in_s3(names, parameters):
    if parameters.get("VersionId") not in (None, ""):
        names = [WITH_VERSION.get(name, name) for name in names]
    objects = (parameters.get("Delete") or {}).get("Objects") or []
    if objects:
        names = sorted({"DeleteObjectVersion" if item.get("VersionId") else "DeleteObject" for item in objects})
    if parameters.get("BypassGovernanceRetention"):
        names = [*names, "BypassGovernanceRetention"]
    return names

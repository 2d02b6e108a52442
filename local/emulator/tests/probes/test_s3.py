"""Bucket policies, names and what keeps a bucket or a version."""

from ..conftest import Account
from ..kubernetes_cluster import REGION
from . import made
from .probe import probe


@probe("bucket policy that names a role that does not exist", "MalformedPolicy")
def test_bucket_policy_of_no_role(account):
    unknown = {"Principal": {"AWS": made.no_role(account)}, "Action": "s3:GetObject", "Resource": "{bucket}/*"}
    return lambda: made.bucket(account, unknown)


@probe("bucket policy for another bucket's resources", "MalformedPolicy")
def test_bucket_policy_of_another_bucket(account):
    other = {
        "Principal": {"AWS": f"arn:aws:iam::{account.id}:root"},
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::another-bucket/*",
    }
    return lambda: made.bucket(account, other)


@probe("delete a bucket with an object", "BucketNotEmpty")
def test_delete_full_bucket(account):
    s3, name = account.client("s3"), made.bucket(account)
    s3.put_object(Bucket=name, Key="k", Body=b"x")
    return lambda: s3.delete_bucket(Bucket=name)


@probe("bucket name that another account has", "BucketAlreadyExists")
def test_bucket_name_of_another_account(account, emulator, account_numbers):
    name, other = made.bucket(account), Account(emulator, str(next(account_numbers)))
    settings = {"CreateBucketConfiguration": {"LocationConstraint": REGION}}
    return lambda: other.client("s3").create_bucket(Bucket=name, **settings)


@probe("delete a version under Object Lock's default retention", "AccessDenied", "InvalidRequest")
def test_delete_locked_version(account):
    s3, name = account.client("s3"), f"probe-{account.id}-locked"
    s3.create_bucket(
        Bucket=name,
        CreateBucketConfiguration={"LocationConstraint": REGION},
        ObjectLockEnabledForBucket=True,
    )
    retention = {"Mode": "COMPLIANCE", "Days": 1}
    s3.put_object_lock_configuration(
        Bucket=name,
        ObjectLockConfiguration={"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": retention}},
    )
    version = s3.put_object(Bucket=name, Key="k", Body=b"x")["VersionId"]
    return lambda: s3.delete_object(Bucket=name, Key="k", VersionId=version)


@probe("bucket policy above 20 KB", "PolicyTooLarge")
def test_long_bucket_policy(account):
    name = made.bucket(account)
    statement = {"Principal": {"AWS": account.id}, "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{name}/*"}
    text = made.policy(*[{"Sid": f"statement{index}", **statement} for index in range(200)])
    return lambda: account.client("s3").put_bucket_policy(Bucket=name, Policy=text)


@probe("ACL on a bucket whose ownership nobody set", "AccessControlListNotSupported")
def test_acl(account):
    name = made.bucket(account)
    return lambda: account.client("s3").put_bucket_acl(Bucket=name, ACL="public-read")

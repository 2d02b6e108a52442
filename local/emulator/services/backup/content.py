"""What a recovery point holds: a snapshot of a database, or the objects of a bucket.

A database's is a snapshot in RDS, with all that this emulator knows of its data; a bucket's belongs to AWS Backup alone.
Source: AWS Backup Developer Guide, "Amazon S3 backups", "Restore S3 data using AWS Backup", "Encryption for backups" and
"Managed policies".
"""

import copy
import uuid
from collections import namedtuple

from moto.rds.models import rds_backends
from moto.s3.models import s3_backends

from ...rules.rights_of_roles import denial_of
from ...usable_key import find_key, key_problem
from .vault import invalid


class Failed(Exception):
    """A job that began and ends in FAILED, with AWS's reason."""


class DatabaseContent:
    kind = "RDS"
    # Of those of the role, the ones that any backup takes.
    rights = (("rds:CreateDBSnapshot", "{resource}"), ("rds:DescribeDBSnapshots", "*"), ("rds:AddTagsToResource", "{resource}"))
    # Its copy in another account is made from the snapshot, which is encrypted by the database's own key.
    has_own_key = False

    def __init__(self, snapshot, resource_arn):
        self.snapshot, self.resource_arn = snapshot, resource_arn

    @classmethod
    def of(cls, resource_arn, job, _vault, _role):
        account, region, name = place_of(resource_arn)
        backend = rds_backends[account][region]
        database = backend.databases.get(name.removeprefix("db:"))
        if database is None:
            raise invalid(f"Cannot find {resource_arn}.")
        if database.status != "available":
            raise Failed(f"The database is {database.status}.")
        snapshot = backend.create_db_snapshot(
            database.db_instance_identifier, f"awsbackup:job-{job}", snapshot_type="awsbackup"
        )
        return cls(snapshot, resource_arn)

    @property
    def arn(self):
        return self.snapshot.arn

    @property
    def key_arn(self):
        return self.snapshot.kms_key_id

    @property
    def size(self):
        return self.snapshot.allocated_storage * 1024**3

    @property
    def exists(self):
        """RDS does not ask AWS Backup before it deletes a snapshot for somebody with the right."""
        return self.snapshot.db_snapshot_identifier in self.snapshot.backend.database_snapshots

    def copied(self, job, vault):
        _, _, _, region, account, _ = vault.arn.split(":", 5)
        backend = rds_backends[account][region]
        snapshot = copy.copy(self.snapshot)
        snapshot.backend, snapshot.kms_key_id = backend, vault.key_arn
        snapshot.db_snapshot_identifier = f"awsbackup:copyjob-{job}"
        backend.database_snapshots[snapshot.db_snapshot_identifier] = snapshot
        return DatabaseContent(snapshot, self.resource_arn)

    def remove(self):
        self.snapshot.backend.database_snapshots.pop(self.snapshot.db_snapshot_identifier, None)


# `key` is the name or ARN of the key that it is encrypted by, or None.
Object = namedtuple("Object", "value key")


class BucketContent:
    kind = "S3"
    rights = (
        ("s3:GetBucketVersioning", "{resource}"),
        ("s3:ListBucketVersions", "{resource}"),
        ("s3:GetBucketNotification", "{resource}"),
        ("s3:PutBucketNotification", "{resource}"),
        ("s3:GetObjectVersion", "{resource}/*"),
        ("events:PutRule", "arn:aws:events:{region}:{account}:rule/AwsBackupManagedRule-s3"),
    )
    has_own_key = True
    exists = True

    def __init__(self, arn, resource_arn, key_arn, objects):
        """`objects` are {name: Object}."""
        self.arn, self.resource_arn, self.key_arn, self.objects = arn, resource_arn, key_arn, objects

    @classmethod
    def of(cls, resource_arn, job, vault, role):
        """"Your IAM role must have access to the KMS key [...]. Otherwise the job is successful but the objects are not
        backed up"."""
        _, _, _, region, account, _ = vault.arn.split(":", 5)
        name = resource_arn.rpartition(":")[2]
        bucket = s3_backends[account]["aws"].buckets.get(name)
        if bucket is None:
            raise invalid(f"Cannot find {resource_arn}.")
        if bucket.versioning_status != "Enabled":
            raise Failed("S3 backups need a bucket with versioning enabled.")
        objects = {
            key.name: Object(key.value, arn_of(key.kms_key_id, account, region))
            for key in current(bucket)
            if may_use(role, "kms:Decrypt", key.kms_key_id, account, region)
        }
        arn = f"arn:aws:backup:{region}:{account}:recovery-point:{name}-{job[:8]}"
        return cls(arn, resource_arn, vault.key_arn, objects)

    @property
    def size(self):
        return sum(len(each.value) for each in self.objects.values())

    def copied(self, _job, vault):
        _, _, _, region, account, _ = vault.arn.split(":", 5)
        arn = f"arn:aws:backup:{region}:{account}:recovery-point:{uuid.uuid4()}"
        return BucketContent(arn, self.resource_arn, vault.key_arn, dict(self.objects))

    def remove(self):
        """Nothing of it is elsewhere."""

    def restore(self, name, role, encryption):
        """Leaves what the bucket has as it is. -> how many objects could not be encrypted."""
        backend = bucket_backend(name)
        bucket = backend.buckets[name]
        if bucket.versioning_status != "Enabled":
            raise Failed(f"The destination bucket {name} must have versioning enabled.")
        there, failed = {each.name for each in current(bucket)}, 0
        for path, stored in self.objects.items():
            key = encryption.key_of(stored)
            if path in there:
                continue
            if not may_use(role, "kms:GenerateDataKey", key, backend.account_id, bucket.region_name):
                failed += 1
                continue
            backend.put_object(name, path, stored.value, encryption="aws:kms" if key else "AES256", kms_key_id=key)
        return failed


class Encryption:
    """Of restored objects. Without a type each has the key of its original, which another account may not have."""

    def __init__(self, metadata):
        self.type = metadata.get("EncryptionType", "original")
        self.key = metadata.get("KMSKey", "alias/aws/s3")
        if self.type not in ("original", "SSE-S3", "SSE-KMS"):
            raise invalid(f"Invalid EncryptionType {self.type}.")

    def key_of(self, stored):
        return {"original": stored.key, "SSE-S3": None, "SSE-KMS": self.key}[self.type]


def current(bucket):
    """The latest version of each object that is not deleted."""
    return [key for key in bucket.keys.values() if getattr(key, "value", None) is not None]


def arn_of(key, account, region):
    """A name of a key means another one in another account."""
    found = find_key(key, account, region) if key else None
    return found.arn if found else key


def may_use(role, action, key, account, region):
    """Whether the role can use the key for an object. No key, or one of AWS's own, is for everybody of its account."""
    if key is None:
        return True
    if key_problem(key, account, region):
        return False
    if is_aws_managed(key, account, region):
        return place_of(find_key(key, account, region).arn)[0] == account
    via = {"kms:ViaService": f"s3.{region}.amazonaws.com"}
    return denial_of(role, action, find_key(key, account, region).arn, via) is None


def bucket_backend(name):
    account = s3_backends.bucket_accounts.get(name, (None, None))[1]
    if account is None:
        raise invalid(f"The bucket {name} does not exist.")
    return s3_backends[account]["aws"]


KINDS = {"rds": DatabaseContent, "s3": BucketContent}


def kind_of(resource_arn):
    service = resource_arn.split(":")[2]
    if service not in KINDS:
        # ElastiCache is one that AWS itself does not know.
        raise invalid(f"Unsupported resource type: {resource_arn}.")
    return KINDS[service]


def place_of(arn):
    _, _, _, region, account, name = arn.split(":", 5)
    return account, region, name


def resources(account, region):
    """(ARN, tags) of all that a plan can select here."""
    for database in rds_backends[account][region].databases.values():
        yield database.arn, {tag["Key"]: tag["Value"] for tag in database.tags}
    s3 = s3_backends[account]["aws"]
    for bucket in s3.buckets.values():
        if bucket.region_name == region:
            yield bucket.arn, s3.tagger.get_tag_dict_for_resource(bucket.arn)


def is_aws_managed(key_arn, account, region):
    key = find_key(key_arn, account, region) if key_arn else None
    return key is None or key.key_manager == "AWS"

"""Jobs of AWS Backup: what makes a recovery point, copies one to another vault, and restores one.

A call begins a job; whether it succeeds is told by the job, as in AWS.
Source: AWS Backup Developer Guide, "Creating backup copies across AWS accounts", "Copy a backup" and "Deleting backups";
AWS re:Post, "How do I resolve the error 'Given key ID not accessible' when I perform a cross-account copy".
"""

import uuid

from moto.iam.models import iam_backends

from ...authorization.organization import ORGANIZATION
from ...iam.policy import ALLOW, explain
from ...iam.trusted_role import role_problem
from ...pace import PACE, after
from ...rules.rights_of_roles import denial_of
from ...usable_key import find_key, key_problem
from .content import Encryption, Failed, is_aws_managed, kind_of, place_of
from .vault import RecoveryPoint, invalid

SERVICE = "backup.amazonaws.com"
SERVICE_ROLE = "AWSServiceRoleForBackup"
# Of a restored bucket: what is simulated.
METADATA = {"DestinationBucketName", "EncryptionType", "KMSKey"}
# What the account of a copy must be let do with the key of the original.
KEY_ACTIONS = ("kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey")


class Job:
    """Of whichever kind. `facts` are what it tells of itself, in AWS's words."""

    def __init__(self, id_name, work, facts):
        self.id, self.work, self.facts = str(uuid.uuid4()).upper(), work, facts
        self.state, self.message, self.created, self.completed = "RUNNING", None, PACE.now(), None
        self.id_name = id_name

    def finish(self):
        if self.state != "RUNNING":
            return
        try:
            self.facts.update(self.work(self.id))
            self.state = "COMPLETED"
        except Exception as error:
            # What the call itself would be refused for, a job that a plan begins fails for.
            self.state, self.message = "FAILED", str(getattr(error, "message", error))
            if not isinstance(error, Failed) and not hasattr(error, "message"):
                raise
        self.completed = PACE.now()

    def describe(self):
        known = {
            self.id_name: self.id,
            ("Status" if self.id_name == "RestoreJobId" else "State"): self.state,
            "StatusMessage": self.message,
            "CreationDate": self.created,
            "CompletionDate": self.completed,
            **self.facts,
        }
        return {name: value for name, value in known.items() if value is not None}


def start(backend, jobs, id_name, work, facts):
    job = Job(id_name, work, {"AccountId": backend.account_id, **facts})
    jobs[job.id] = job
    after("backup job done", job.finish)
    return job


class BackUp:
    """Saved with the job in a snapshot of the emulator, so no function within a function."""

    def __init__(self, backend, vault, resource_arn, role_arn, lifecycle, plan=None, copies=()):
        self.backend, self.vault, self.resource_arn, self.role_arn = backend, vault, resource_arn, role_arn
        self.lifecycle, self.plan, self.copies = lifecycle, plan, copies

    def __call__(self, job_id):
        check_role(self.role_arn, kind_of(self.resource_arn).rights, self.resource_arn, self.backend)
        check_key(self.vault)
        content = kind_of(self.resource_arn).of(self.resource_arn, job_id.lower(), self.vault, self.role_arn)
        point = RecoveryPoint(content, self.vault, self.role_arn, self.lifecycle, self.plan)
        try:
            store(point)
        except Failed:
            content.remove()
            raise
        for each in self.copies:
            begin_copy(self.backend, point, each["DestinationBackupVaultArn"], self.role_arn, each.get("Lifecycle"), self.plan)
        return {"RecoveryPointArn": content.arn, "BackupSizeInBytes": content.size}


def begin_backup(backend, vault, resource_arn, role_arn, lifecycle, plan=None, copies=()):
    facts = {
        "BackupVaultName": vault.name,
        "BackupVaultArn": vault.arn,
        "ResourceArn": resource_arn,
        "ResourceType": kind_of(resource_arn).kind,
        "IamRoleArn": role_arn,
        "CreatedBy": plan,
    }
    work = BackUp(backend, vault, resource_arn, role_arn, lifecycle, plan, copies)
    return start(backend, backend.backup_jobs, "BackupJobId", work, facts)


class CopyPoint:
    def __init__(self, backend, point, vault_arn, role_arn, lifecycle, plan):
        self.backend, self.point, self.vault_arn = backend, point, vault_arn
        self.role_arn, self.lifecycle, self.plan = role_arn, lifecycle, plan

    def __call__(self, job_id):
        vault = self.backend.vault_anywhere(self.vault_arn)
        account, region, _ = place_of(self.vault_arn)
        point = self.point
        check_role(self.role_arn, (("backup:CopyIntoBackupVault", self.vault_arn),), point.content.arn, self.backend)
        if vault is None:
            raise Failed(f"The destination vault {self.vault_arn} does not exist.")
        if account != self.backend.account_id:
            check_account(self.backend, point, vault, account, region, self.role_arn)
        if point.content.arn not in point.vault.recovery_points or not point.content.exists:
            raise Failed("The recovery point to copy does not exist anymore.")
        check_key(vault)
        content = point.content.copied(job_id.lower(), vault)
        # "The creation date refers to when the source was created, not when the copy was created."
        copy = RecoveryPoint(content, vault, self.role_arn, self.lifecycle or point.lifecycle, self.plan, point.vault.arn)
        copy.created = point.created
        try:
            store(copy)
        except Failed:
            content.remove()
            raise
        return {"DestinationRecoveryPointArn": content.arn}


def begin_copy(backend, point, vault_arn, role_arn, lifecycle, plan=None):
    facts = {
        "SourceBackupVaultArn": point.vault.arn,
        "SourceRecoveryPointArn": point.content.arn,
        "DestinationBackupVaultArn": vault_arn,
        "ResourceArn": point.content.resource_arn,
        "ResourceType": point.content.kind,
        "IamRoleArn": role_arn,
        "CreatedBy": plan,
    }
    return start(backend, backend.copy_jobs, "CopyJobId", CopyPoint(backend, point, vault_arn, role_arn, lifecycle, plan), facts)


def check_account(backend, point, vault, account, region, role_arn):
    """What a copy takes that leaves its account."""
    settings = backend.global_settings_of(ORGANIZATION.management_account)
    if settings.get("isCrossAccountBackupEnabled") != "true":
        raise Failed("Cross-account backup is not enabled for this organization.")
    if not point.content.has_own_key and region != backend.region_name:
        raise Failed(f"{point.content.kind} does not support a copy to another Region and another account at once.")
    root = f"arn:aws:iam::{backend.account_id}:root"
    ways = [role_arn, root]
    if not vault.policy or explain([vault.policy], "backup:CopyIntoBackupVault", vault.arn, {}, ways).effect != ALLOW:
        raise Failed("Insufficient privileges to perform this action on the destination vault: its access policy.")
    if not point.content.has_own_key and is_aws_managed(vault.key_arn, account, region):
        raise Failed("The destination vault is encrypted by a key that AWS manages.")
    key_arn = point.content.key_arn
    key = key_arn and find_key(key_arn, backend.account_id, backend.region_name)
    other = [f"arn:aws:iam::{account}:root", f"arn:aws:iam::{account}:role/aws-service-role/{SERVICE}/{SERVICE_ROLE}"]
    context = {"aws:PrincipalArn": other[1], "kms:GrantIsForAWSResource": "true"}
    if not key or any(explain([key.policy], action, key.arn, context, other).effect != ALLOW for action in KEY_ACTIONS):
        raise Failed("The source snapshot KMS key does not exist, is not enabled or you do not have permissions to access it.")
    if all(role.name != SERVICE_ROLE for role in iam_backends[account]["aws"].roles.values()):
        raise Failed(f"The account {account} has no {SERVICE_ROLE}.")


class RestoreBucket:
    def __init__(self, backend, point, role_arn, metadata):
        self.backend, self.point, self.role_arn, self.metadata = backend, point, role_arn, metadata

    def __call__(self, _job_id):
        bucket, content = self.metadata["DestinationBucketName"], self.point.content
        arn = f"arn:aws:s3:::{bucket}"
        check_role(self.role_arn, (("s3:PutObject", f"{arn}/*"), ("s3:GetBucketVersioning", arn)), arn, self.backend)
        failed = content.restore(bucket, self.role_arn, Encryption(self.metadata))
        if not failed:
            return {"CreatedResourceArn": arn}
        missed = f"restored from {content.arn} to {bucket}. To get notified of these failures, enable SNS event notifications."
        if failed == len(content.objects):
            raise Failed(f"No objects were {missed}")
        return {"CreatedResourceArn": arn, "StatusMessage": f"One or more objects failed to be {missed}"}


def begin_restore(backend, point, role_arn, metadata):
    if point.content.kind != "S3":
        raise NotImplementedError("StartRestoreJob of a database: restore its snapshot by RDS")
    check_metadata(metadata)
    facts = {"RecoveryPointArn": point.content.arn, "IamRoleArn": role_arn, "ResourceType": point.content.kind}
    return start(backend, backend.restore_jobs, "RestoreJobId", RestoreBucket(backend, point, role_arn, metadata), facts)


def check_metadata(given):
    strange = sorted(set(given) - METADATA)
    if strange:
        raise NotImplementedError(f"StartRestoreJob of a bucket with {', '.join(strange)}")
    if not given.get("DestinationBucketName"):
        raise invalid("Missing required restore metadata DestinationBucketName.")
    Encryption(given)


def check_role(role_arn, rights, resource, backend):
    problem = role_problem(role_arn, SERVICE, backend.account_id)
    if problem:
        raise Failed(f"AWS Backup cannot assume it: {problem}.")
    for action, where in rights:
        arn = where.format(resource=resource, account=backend.account_id, region=backend.region_name)
        denial = denial_of(role_arn, action, arn)
        if denial:
            raise Failed(f"Access denied: {role_arn} may not {action} on {arn} {denial.reason}.")


def check_key(vault):
    account, region, _ = place_of(vault.arn)
    problem = key_problem(vault.key_arn, account, region)
    if problem:
        raise Failed(f"The key of {vault.name} {problem}.")


def store(point):
    """@raises Failed when the vault's lock does not let it in."""
    lock = point.vault.lock
    problem = lock.problem_with(point.days) if lock else None
    if problem:
        raise Failed(problem)
    point.vault.recovery_points[point.content.arn] = point
    if point.expires:
        PACE.at(point.expires, expire, point)


def expire(point):
    """Also of a locked vault: its lock keeps a point for its time, and no longer."""
    if point.vault.recovery_points.get(point.content.arn) is point and PACE.now() >= point.expires:
        del point.vault.recovery_points[point.content.arn]
        point.content.remove()

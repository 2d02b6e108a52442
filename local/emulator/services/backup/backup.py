"""AWS Backup in place of moto's, which has no recovery points, jobs, selections and policies of vaults.

Vaults and their locks are in vault.py, what is saved in content.py, jobs in jobs.py, and what makes a plan's time come
in plan.py.
"""

import re
import sys
import uuid
from types import ModuleType
from urllib.parse import unquote

from moto.core.base_backend import BackendDict, BaseBackend
from moto.core.responses import ActionResult, BaseResponse, EmptyResult
from moto.rds.exceptions import RDSClientError
from moto.rds.models import RDSBackend

from ...calls.errors import EmulatorError
from ...iam.trusted_role import role_problem
from ...patch import wraps
from ...rules.rule import Refused, rule
from ...usable_key import key_problem
from . import jobs
from . import plan as plans
from .content import kind_of
from .vault import Lock, Vault, invalid, refused, unknown

NAME = "backup"
# Whether a plan that selects by tags, or all, takes resources of these types. One named by ARN is taken in any case.
# Source: AWS Backup Developer Guide, "Getting started 1: Service Opt-in".
OPT_IN = {"RDS": True, "Aurora": True, "DynamoDB": True, "EBS": True, "EC2": True, "EFS": True, "S3": False}


class BackupBackend(BaseBackend):
    def __init__(self, region_name, account_id):
        super().__init__(region_name, account_id)
        self.vaults, self.plans = {}, {}
        self.backup_jobs, self.copy_jobs, self.restore_jobs = {}, {}, {}
        self.opt_in, self.global_settings = dict(OPT_IN), {"isCrossAccountBackupEnabled": "false"}
        self.tags = {}

    def arn(self, resource):
        return f"arn:aws:backup:{self.region_name}:{self.account_id}:{resource}"

    def vault(self, name):
        if name not in self.vaults:
            raise unknown(f"Backup vault {name} not found")
        return self.vaults[name]

    def plan(self, plan_id):
        plan = self.plans.get(plan_id)
        if plan is None or plan.deleted:
            raise unknown("Failed reading Backup plan with provided version")
        return plan

    def vault_anywhere(self, arn):
        _, _, _, region, account, name = arn.split(":", 5)
        return backup_backends[account][region].vaults.get(name.removeprefix("backup-vault:"))

    def global_settings_of(self, account):
        return backup_backends[account][self.region_name].global_settings


class BackupResponse(BaseResponse):
    def __init__(self):
        super().__init__(service_name=NAME)
        self.automated_parameter_parsing = True

    @property
    def backend(self):
        return backup_backends[self.current_account][self.region]

    @property
    def named_vault(self):
        return self.backend.vault(self.params["BackupVaultName"])

    @property
    def named_point(self):
        return self.named_vault.find(unquote(self.params["RecoveryPointArn"]))

    # Vaults

    def create_backup_vault(self):
        name, backend = self.params["BackupVaultName"], self.backend
        if name in backend.vaults:
            raise EmulatorError("AlreadyExistsException", "Backup vault with the same name already exists")
        key = self.params.get("EncryptionKeyArn") or f"arn:aws:kms:{self.region}:{self.current_account}:alias/aws/backup"
        vault = backend.vaults[name] = Vault(backend.arn(f"backup-vault:{name}"), key)
        backend.tags[vault.arn] = dict(self.params.get("BackupVaultTags") or {})
        return ActionResult({key: vault.describe()[key] for key in ("BackupVaultName", "BackupVaultArn", "CreationDate")})

    def describe_backup_vault(self):
        return ActionResult(self.named_vault.describe())

    def list_backup_vaults(self):
        return ActionResult({"BackupVaultList": [vault.describe() for vault in self.backend.vaults.values()]})

    def delete_backup_vault(self):
        vault = self.named_vault
        vault.check_deletion()
        self.backend.tags.pop(vault.arn, None)
        del self.backend.vaults[vault.name]
        return EmptyResult()

    def put_backup_vault_lock_configuration(self):
        days = (self.params.get(name) for name in ("MinRetentionDays", "MaxRetentionDays", "ChangeableForDays"))
        self.named_vault.change_lock(Lock(*days))
        return EmptyResult()

    def delete_backup_vault_lock_configuration(self):
        self.named_vault.change_lock(None)
        return EmptyResult()

    def put_backup_vault_access_policy(self):
        self.named_vault.policy = self.params.get("Policy")
        return EmptyResult()

    def get_backup_vault_access_policy(self):
        vault = self.named_vault
        if not vault.policy:
            raise unknown(f"Backup vault access policy of {vault.name} not found")
        return ActionResult({"BackupVaultName": vault.name, "BackupVaultArn": vault.arn, "Policy": vault.policy})

    def delete_backup_vault_access_policy(self):
        self.named_vault.policy = None
        return EmptyResult()

    # Plans

    def create_backup_plan(self):
        backend, document = self.backend, self.params["BackupPlan"]
        named = document["BackupPlanName"]
        if any(plan.document["BackupPlanName"] == named and not plan.deleted for plan in backend.plans.values()):
            raise EmulatorError("AlreadyExistsException", "Backup plan with the same plan document already exists")
        self.check_vaults(document)
        plan = plans.Plan(backend.arn(f"backup-plan:{uuid.uuid4()}"), document)
        plans.schedule(backend, plan)
        backend.plans[plan.id] = plan
        backend.tags[plan.arn] = dict(self.params.get("BackupPlanTags") or {})
        return ActionResult(plan.describe())

    def update_backup_plan(self):
        plan, document = self.backend.plan(self.params["BackupPlanId"]), self.params["BackupPlan"]
        self.check_vaults(document)
        plan.change(document)
        plans.schedule(self.backend, plan)
        return ActionResult(plan.describe())

    def check_vaults(self, document):
        for each in document["Rules"]:
            self.backend.vault(each["TargetBackupVaultName"])

    def get_backup_plan(self):
        plan = self.backend.plan(self.params["BackupPlanId"])
        return ActionResult({**plan.describe(), "BackupPlan": plan.document})

    def list_backup_plans(self):
        existing = [plan for plan in self.backend.plans.values() if not plan.deleted]
        found = [{**plan.describe(), "BackupPlanName": plan.document["BackupPlanName"]} for plan in existing]
        return ActionResult({"BackupPlansList": found})

    def delete_backup_plan(self):
        plan = self.backend.plan(self.params["BackupPlanId"])
        if plan.selections:
            raise refused("Related backup plan selections must be deleted prior to backup plan deletion")
        plan.deleted = jobs.PACE.now()
        self.backend.tags.pop(plan.arn, None)
        del self.backend.plans[plan.id]
        return ActionResult(plan.describe())

    def create_backup_selection(self):
        plan, selection = self.backend.plan(self.params["BackupPlanId"]), dict(self.params["BackupSelection"])
        role = selection["IamRoleArn"]
        problem = role_problem(role, jobs.SERVICE, self.current_account)
        if problem:
            # The provider asks again where AWS says so. Source: internal/service/backup/selection.go, 5.100.0.
            raise invalid(f"IAM Role {role} cannot be assumed by AWS Backup")
        for arn in selection.get("Resources") or []:
            if arn != "*":
                kind_of(arn)
        selection_id = str(uuid.uuid4())
        plan.selections[selection_id] = selection
        return ActionResult({"SelectionId": selection_id, "BackupPlanId": plan.id, "CreationDate": jobs.PACE.now()})

    def get_backup_selection(self):
        plan, selection_id = self.backend.plan(self.params["BackupPlanId"]), self.params["SelectionId"]
        if selection_id not in plan.selections:
            raise invalid(f"Cannot find Backup selection {selection_id}")
        known = {"SelectionId": selection_id, "BackupPlanId": plan.id, "CreationDate": plan.created}
        return ActionResult({**known, "BackupSelection": plan.selections[selection_id]})

    def list_backup_selections(self):
        plan = self.backend.plan(self.params["BackupPlanId"])
        found = [
            {
                "SelectionId": selection_id,
                "SelectionName": selection["SelectionName"],
                "BackupPlanId": plan.id,
                "IamRoleArn": selection["IamRoleArn"],
            }
            for selection_id, selection in plan.selections.items()
        ]
        return ActionResult({"BackupSelectionsList": found})

    def delete_backup_selection(self):
        self.backend.plan(self.params["BackupPlanId"]).selections.pop(self.params["SelectionId"], None)
        return EmptyResult()

    # Recovery points

    def list_recovery_points_by_backup_vault(self):
        points = self.named_vault.recovery_points.values()
        wanted = {"ResourceArn": self.params.get("ByResourceArn"), "ResourceType": self.params.get("ByResourceType")}
        return ActionResult({"RecoveryPoints": fitting((point.describe() for point in points), wanted)})

    def list_recovery_points_by_resource(self):
        arn = unquote(self.params["ResourceArn"])
        points = [point for vault in self.backend.vaults.values() for point in vault.recovery_points.values()]
        return ActionResult({"RecoveryPoints": fitting((point.describe() for point in points), {"ResourceArn": arn})})

    def describe_recovery_point(self):
        return ActionResult(self.named_point.describe())

    def get_recovery_point_restore_metadata(self):
        point = self.named_point
        return ActionResult({"BackupVaultArn": point.vault.arn, "RecoveryPointArn": point.content.arn, "RestoreMetadata": {}})

    def delete_recovery_point(self):
        point = self.named_point
        point.vault.check_deletion_of_points()
        del point.vault.recovery_points[point.content.arn]
        point.content.remove()
        return EmptyResult()

    def update_recovery_point_lifecycle(self):
        point = self.named_point
        if point.vault.lock:
            raise refused("Recovery point lifecycle cannot be changed. (Backup vault configured with Lock)")
        point.lifecycle = self.params.get("Lifecycle")
        if point.expires:
            jobs.PACE.at(point.expires, jobs.expire, point)
        return ActionResult(point.describe())

    # Jobs

    def start_backup_job(self):
        vault, arn = self.named_vault, self.params["ResourceArn"]
        job = jobs.begin_backup(self.backend, vault, arn, self.params["IamRoleArn"], self.params.get("Lifecycle"))
        return ActionResult({"BackupJobId": job.id, "CreationDate": job.created})

    def start_copy_job(self):
        point = self.backend.vault(self.params["SourceBackupVaultName"]).find(self.params["RecoveryPointArn"])
        target, role = self.params["DestinationBackupVaultArn"], self.params["IamRoleArn"]
        job = jobs.begin_copy(self.backend, point, target, role, self.params.get("Lifecycle"))
        return ActionResult({"CopyJobId": job.id, "CreationDate": job.created})

    def start_restore_job(self):
        arn = self.params["RecoveryPointArn"]
        found = [vault.recovery_points.get(arn) for vault in self.backend.vaults.values()]
        point = next((point for point in found if point), None)
        if point is None:
            raise unknown(f"Cannot find recovery point {arn}.")
        job = jobs.begin_restore(self.backend, point, self.params.get("IamRoleArn"), self.params["Metadata"])
        return ActionResult({"RestoreJobId": job.id})

    def describe_backup_job(self):
        return ActionResult(self.job(self.backend.backup_jobs, "BackupJobId"))

    def describe_copy_job(self):
        return ActionResult({"CopyJob": self.job(self.backend.copy_jobs, "CopyJobId")})

    def describe_restore_job(self):
        return ActionResult(self.job(self.backend.restore_jobs, "RestoreJobId"))

    def job(self, known, name):
        job = known.get(self.params[name])
        if job is None:
            raise unknown(f"Cannot find the job {self.params[name]}.")
        return job.describe()

    def list_backup_jobs(self):
        return ActionResult({"BackupJobs": self.jobs(self.backend.backup_jobs, "State")})

    def list_copy_jobs(self):
        return ActionResult({"CopyJobs": self.jobs(self.backend.copy_jobs, "State")})

    def list_restore_jobs(self):
        return ActionResult({"RestoreJobs": self.jobs(self.backend.restore_jobs, "Status")})

    def jobs(self, known, state):
        """The newest first."""
        wanted = {
            state: self.params.get(f"By{state}"),
            "ResourceArn": self.params.get("ByResourceArn"),
            "ResourceType": self.params.get("ByResourceType"),
            "BackupVaultName": self.params.get("ByBackupVaultName"),
            "DestinationBackupVaultArn": self.params.get("ByDestinationVaultArn"),
        }
        return fitting((job.describe() for job in reversed(known.values())), wanted)

    def stop_backup_job(self):
        job = self.backend.backup_jobs.get(self.params["BackupJobId"])
        if job is None or job.state != "RUNNING":
            raise refused("The backup job is not running.")
        job.state = "ABORTED"
        return EmptyResult()

    # Settings and tags

    def describe_region_settings(self):
        return ActionResult({"ResourceTypeOptInPreference": self.backend.opt_in, "ResourceTypeManagementPreference": {}})

    def update_region_settings(self):
        self.backend.opt_in.update(self.params.get("ResourceTypeOptInPreference") or {})
        return EmptyResult()

    def describe_global_settings(self):
        settings = self.backend.global_settings_of(jobs.ORGANIZATION.management_account)
        return ActionResult({"GlobalSettings": settings})

    def update_global_settings(self):
        if self.current_account != jobs.ORGANIZATION.management_account:
            raise refused("Only the management account of the organization can change these settings.")
        self.backend.global_settings.update(self.params.get("GlobalSettings") or {})
        return EmptyResult()

    def list_tags(self):
        return ActionResult({"Tags": self.tags()})

    def tag_resource(self):
        self.tags().update(self.params["Tags"])
        return EmptyResult()

    def untag_resource(self):
        for key in self.params["TagKeyList"]:
            self.tags().pop(key, None)
        return EmptyResult()

    def tags(self):
        arn = unquote(self.params["ResourceArn"])
        if arn not in self.backend.tags:
            raise unknown(f"Cannot find {arn}.")
        return self.backend.tags[arn]


def fitting(described, wanted):
    return [each for each in described if all(value in (None, each.get(name)) for name, value in wanted.items())]


@rule(NAME, "CreateBackupVault")
def key_of_vault_can_be_used(request):
    key = request.get("EncryptionKeyArn")
    problem = key and key_problem(key, request.account, request.region)
    if problem:
        raise Refused("InvalidParameterValueException", f"The KMS key {key} {problem}.")


@wraps(RDSBackend)
def delete_db_snapshot(original, self, db_snapshot_identifier):
    """A locked vault keeps it whoever asks, and by whichever service. Source: AWS Backup Developer Guide, "AWS Backup
    Vault Lock": write once, read many. The words are not AWS's."""
    snapshot = self.database_snapshots.get(db_snapshot_identifier)
    vaults = backup_backends[self.account_id][self.region_name].vaults.values()
    if snapshot and any(vault.lock and snapshot.arn in vault.recovery_points for vault in vaults):
        message = f"The snapshot {db_snapshot_identifier} is managed by AWS Backup, in a vault with a lock."
        raise RDSClientError("InvalidDBSnapshotState", message)
    return original(self, db_snapshot_identifier)


def register():
    """In the place of moto's package, before moto looks for it."""
    package, models, urls = (ModuleType(f"moto.{NAME}{part}") for part in ("", ".models", ".urls"))
    BackupBackend.__module__ = models.__name__
    models.BackupBackend = BackupBackend
    urls.url_bases = [r"https?://backup\.(.+)\.amazonaws\.com"]
    folders = ("backup-vaults", "backup", "backup-jobs", "copy-jobs", "restore-jobs", "resources", "tags", "untag")
    paths = [f"{{0}}/{folder}{rest}" for folder in folders for rest in ("$", "/$", "/(?P<rest>.+)$")]
    paths += ["{0}/global-settings$", "{0}/account-settings$"]
    urls.url_paths = {path: BackupResponse.dispatch for path in paths}
    for module in (package, models, urls):
        sys.modules[module.__name__] = module
    backends = BackendDict(BackupBackend, NAME)
    models.backup_backends = package.backup_backends = backends
    return backends


backup_backends = register()

"""What AWS Backup keeps: vaults with a lock and a policy, and the recovery points in them.

Source: AWS Backup Developer Guide, "AWS Backup Vault Lock" and "Vault access policies"; API Reference,
PutBackupVaultLockConfiguration.
"""

from ...calls.errors import EmulatorError
from ...pace import PACE

DAY = 86_400
LEAST_CHANGEABLE_DAYS, LONGEST_DAYS = 3, 36_500


def refused(message):
    return EmulatorError("InvalidRequestException", message)


def invalid(message):
    return EmulatorError("InvalidParameterValueException", message)


def unknown(message):
    return EmulatorError("ResourceNotFoundException", message)


class Vault:
    def __init__(self, arn, key_arn):
        self.arn, self.key_arn, self.created = arn, key_arn, PACE.now()
        self.policy = self.notifications = self.lock = None
        # {ARN: RecoveryPoint}
        self.recovery_points = {}

    @property
    def name(self):
        return self.arn.rpartition(":")[2]

    def describe(self):
        known = {
            "BackupVaultName": self.name,
            "BackupVaultArn": self.arn,
            "VaultType": "BACKUP_VAULT",
            "VaultState": "AVAILABLE",
            "EncryptionKeyArn": self.key_arn,
            "CreationDate": self.created,
            "NumberOfRecoveryPoints": len(self.recovery_points),
            "Locked": self.lock is not None,
        }
        return known | (self.lock.describe() if self.lock else {})

    def change_lock(self, lock):
        if self.lock and self.lock.is_immutable():
            raise refused(f"Vault Lock configuration of {self.name} is immutable, and cannot be changed or deleted.")
        self.lock = lock

    def check_deletion(self):
        if self.recovery_points:
            raise refused("Backup vault cannot be deleted because it contains recovery points.")

    def check_deletion_of_points(self):
        """Whatever rights the caller has: first the lock has to go, if it still can."""
        if self.lock:
            raise refused("Recovery point cannot be deleted. (Backup vault configured with Lock)")

    def find(self, arn):
        if arn not in self.recovery_points:
            raise unknown(f"Cannot find recovery point {arn}.")
        return self.recovery_points[arn]


class Lock:
    """Without `changeable_days` whoever has the right takes it away. With them, nobody can once they are over."""

    def __init__(self, least_days, most_days, changeable_days):
        if changeable_days is not None and changeable_days < LEAST_CHANGEABLE_DAYS:
            raise invalid(f"ChangeableForDays must be at least {LEAST_CHANGEABLE_DAYS} days.")
        if least_days is not None and least_days < 1:
            raise invalid("MinRetentionDays must be at least 1 day.")
        if most_days is not None and most_days > LONGEST_DAYS:
            raise invalid(f"MaxRetentionDays cannot exceed {LONGEST_DAYS} days.")
        if least_days is not None and most_days is not None and least_days > most_days:
            raise invalid("MinRetentionDays cannot be greater than MaxRetentionDays.")
        self.least_days, self.most_days = least_days, most_days
        self.date = None if changeable_days is None else PACE.now() + changeable_days * DAY

    def is_immutable(self):
        return self.date is not None and PACE.now() >= self.date

    def describe(self):
        known = {"MinRetentionDays": self.least_days, "MaxRetentionDays": self.most_days, "LockDate": self.date}
        return {name: value for name, value in known.items() if value is not None}

    def problem_with(self, days):
        """Why a recovery point of that retention (None: for ever) may not come in, or None."""
        if self.least_days is not None and days is not None and days < self.least_days:
            return f"Retention of {days} days is shorter than the MinRetentionDays of the vault, {self.least_days}."
        if self.most_days is not None and (days is None or days > self.most_days):
            return f"Retention of {days} days is longer than the MaxRetentionDays of the vault, {self.most_days}."
        return None


class RecoveryPoint:
    def __init__(self, content, vault, role_arn, lifecycle, plan=None, source_vault=None):
        """`content` is what was saved: see content.py. `plan`: what to tell of the plan that made it."""
        self.content, self.vault, self.role_arn = content, vault, role_arn
        self.lifecycle, self.plan, self.source_vault = lifecycle, plan, source_vault
        self.created = PACE.now()

    @property
    def days(self):
        return (self.lifecycle or {}).get("DeleteAfterDays")

    @property
    def expires(self):
        return None if self.days is None else self.created + self.days * DAY

    def describe(self):
        known = {
            "RecoveryPointArn": self.content.arn,
            "BackupVaultName": self.vault.name,
            "BackupVaultArn": self.vault.arn,
            "SourceBackupVaultArn": self.source_vault,
            "ResourceArn": self.content.resource_arn,
            "ResourceType": self.content.kind,
            "ResourceName": self.content.resource_arn.rpartition(":")[2],
            "CreatedBy": self.plan,
            "IamRoleArn": self.role_arn,
            "Status": "COMPLETED" if self.content.exists else "EXPIRED",
            "CreationDate": self.created,
            "CompletionDate": self.created,
            "BackupSizeInBytes": self.content.size,
            "Lifecycle": self.lifecycle,
            "CalculatedLifecycle": {"DeleteAt": self.expires} if self.expires else None,
            "EncryptionKeyArn": self.content.key_arn,
            "IsEncrypted": self.content.key_arn is not None,
            "StorageClass": "WARM",
            "VaultType": "BACKUP_VAULT",
        }
        return {name: value for name, value in known.items() if value is not None}

"""A master password that RDS manages: changing it makes a new one, and the server and the secret have the same.

Source: Amazon RDS User Guide, "Password management with Amazon RDS and AWS Secrets Manager"; AWS Secrets Manager User
Guide, "Managed rotation for AWS Secrets Manager secrets".
"""

from moto.rds.models import MasterUserSecret, rds_backends
from moto.secretsmanager.exceptions import InvalidRequestException
from moto.secretsmanager.models import FakeSecret, SecretsManagerBackend

from ...pace import begin
from ...patch import wraps

ROTATION_DAYS = 7


@wraps(MasterUserSecret)
def rotate_secret(original, self):
    """moto makes a version without a value the current one."""
    begin(self, "rotating", "active", "rds master password changed", attribute="_status")
    self.secretsmanager._add_secret(self.secret.arn, secret_string=self._generate_secret_string())


def secret_status(self):
    """moto takes the change for done once somebody has asked."""
    return "active" if self._status == "creating" else self._status


MasterUserSecret.secret_status = property(secret_status)


@wraps(SecretsManagerBackend, "rotate_secret")
def rotate_by_owner(original, self, secret_id, rotation_lambda_arn=None, **settings):
    """A secret of RDS is changed by RDS. moto changes others without a function as well, to nothing."""
    secret = self.secrets.get(secret_id)
    if secret is None or secret.is_deleted():
        return original(self, secret_id=secret_id, rotation_lambda_arn=rotation_lambda_arn, **settings)
    if secret.owning_service == "rds":
        owner = next(each for each in master_secrets(self) if each.secret is secret)
        owner.rotate_secret()
        return secret.to_short_dict()
    if not (rotation_lambda_arn or secret.rotation_lambda_arn):
        raise InvalidRequestException("No Lambda rotation function ARN is associated with this secret.")
    return original(self, secret_id=secret_id, rotation_lambda_arn=rotation_lambda_arn, **settings)


def master_secrets(backend):
    rds = rds_backends[backend.account_id][backend.region_name]
    for server in (*rds.databases.values(), *rds.clusters.values()):
        if hasattr(server, "master_user_secret"):
            yield server.master_user_secret


@wraps(FakeSecret)
def to_dict(original, self):
    """RDS changes the password every week, without a function of ours."""
    told = original(self)
    if self.owning_service == "rds":
        told |= {"RotationEnabled": True, "RotationRules": {"AutomaticallyAfterDays": ROTATION_DAYS}}
    return told

"""Whoever has RDS manage a master password needs the rights to the secret, though RDS makes and changes it.

Source: Amazon RDS User Guide, "Permissions required for Secrets Manager integration".
"""

from moto.rds.models import rds_backends

from .need import Need


def master_passwords(call, parameters):
    if call.service != "rds":
        return
    secrets = f"arn:aws:secretsmanager:{call.region}:{call.account}:secret:"
    if parameters.get("ManageMasterUserPassword"):
        # RDS names it by an id of its own.
        yield Need("secretsmanager:CreateSecret", f"{secrets}rds!db-{ANY_ID}")
        yield Need("secretsmanager:TagResource", f"{secrets}rds!db-{ANY_ID}")
    if parameters.get("RotateMasterUserPassword"):
        name = (parameters.get("DBInstanceIdentifier") or "").lower()
        server = rds_backends[call.account][call.region].databases.get(name)
        if hasattr(server, "master_user_secret"):
            yield Need("secretsmanager:RotateSecret", server.master_user_secret.secret_arn)


ANY_ID = "00000000-0000-0000-0000-000000000000-AbCdEf"

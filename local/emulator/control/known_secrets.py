"""Every secret value that the emulator holds, for a test that searches state and plans for them."""

import json

from moto.elasticache.models import elasticache_backends
from moto.rds.models import rds_backends
from moto.secretsmanager.models import secretsmanager_backends
from moto.ssm.models import ssm_backends

SECRET_FIELDS = ("password", "secret", "token")


def known_secrets():
    return sorted({value for value in (*stored(), *in_databases(), *in_caches(), *in_parameters()) if value})


def stored():
    for _, _, backend in secretsmanager_backends.iter_backends():
        for secret in backend.secrets.values():
            for version in secret.versions.values():
                text = version.get("secret_string") or ""
                yield text
                yield from secret_fields(text)


def secret_fields(text):
    try:
        document = json.loads(text)
    except ValueError:
        return
    if isinstance(document, dict):
        for key, value in document.items():
            if isinstance(value, str) and any(field in key.lower() for field in SECRET_FIELDS):
                yield value


def in_databases():
    for _, _, backend in rds_backends.iter_backends():
        for database in backend.databases.values():
            yield getattr(database, "_master_user_password", None)


def in_caches():
    for _, _, backend in elasticache_backends.iter_backends():
        for user in backend.users.values():
            yield from user.passwords
        for cluster in backend.cache_clusters.values():
            yield cluster.auth_token


def in_parameters():
    for _, _, backend in ssm_backends.iter_backends():
        for name in list(backend._parameters):
            for parameter in backend._parameters[name]:
                if parameter.parameter_type == "SecureString":
                    yield parameter.decrypt(parameter.value)

"""Secrets Manager: a secret that waits for its deletion, one that does not exist, and labels of one's own."""

from moto.secretsmanager.exceptions import InvalidRequestException, SecretNotFoundException
from moto.secretsmanager.models import FakeSecret, SecretsManagerBackend

from ..patch import wraps


def is_marked(backend, secret_id):
    return secret_id in backend.secrets and backend.secrets[secret_id].is_deleted()


@wraps(SecretsManagerBackend)
def create_secret(original, self, name, **settings):
    """aws_secretsmanager_secret tells by the message that the name is free in a while."""
    if is_marked(self, name):
        raise InvalidRequestException(
            "You can't create this secret because a secret with this name is already scheduled for deletion."
        )
    return original(self, name=name, **settings)


@wraps(SecretsManagerBackend)
def put_secret_value(original, self, secret_id, **settings):
    """moto writes to a secret that is marked for deletion."""
    if is_marked(self, secret_id):
        raise InvalidRequestException(
            "You can't perform this operation on the secret because it was marked for deletion."
        )
    return original(self, secret_id=secret_id, **settings)


@wraps(SecretsManagerBackend)
def list_secret_version_ids(original, self, secret_id):
    """moto fails on one that does not exist."""
    if secret_id not in self.secrets:
        raise SecretNotFoundException()
    return original(self, secret_id=secret_id)


@wraps(FakeSecret)
def reset_default_version(original, self, secret_version, version_id):
    """A new version takes from the one before only the labels that it is given. moto takes all."""
    before = self.versions.get(self.default_version_id)
    kept = [label for label in before["version_stages"] if not label.startswith("AWS")] if before else []
    original(self, secret_version, version_id)
    if before:
        before["version_stages"] += [label for label in kept if label not in secret_version["version_stages"]]


@wraps(SecretsManagerBackend)
def update_secret_version_stage(original, self, secret_id, version_stage, remove_from_version_id, move_to_version_id):
    """moto goes on giving the version that was current before."""
    answer = original(self, secret_id, version_stage, remove_from_version_id, move_to_version_id)
    if version_stage == "AWSCURRENT" and move_to_version_id:
        self.secrets[secret_id].set_default_version_id(move_to_version_id)
    return answer

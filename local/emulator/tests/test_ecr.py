"""Images that are copied to the registry of another account."""

import json

import pytest

from .conftest import Account

IMAGE = {"mediaType": "application/vnd.oci.image.manifest.v1+json", "layers": []}


@pytest.fixture
def vault(emulator, account_numbers):
    return Account(emulator, str(next(account_numbers)))


@pytest.fixture
def registry(account, vault):
    """One that copies all that is below acme/."""
    ecr = account.client("ecr")
    ecr.create_repository(repositoryName="acme/shop")
    ecr.create_repository(repositoryName="other/shop")
    rule = {
        "destinations": [{"region": ecr.meta.region_name, "registryId": vault.id}],
        "repositoryFilters": [{"filter": "acme/", "filterType": "PREFIX_MATCH"}],
    }
    ecr.put_replication_configuration(replicationConfiguration={"rules": [rule]})
    return ecr


def push(registry, tag, repository="acme/shop"):
    manifest = json.dumps({**IMAGE, "annotations": {"of": tag}})
    return registry.put_image(repositoryName=repository, imageManifest=manifest, imageTag=tag)["image"]


def let_in(vault, account, *actions):
    statement = {
        "Sid": "copies",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{account.id}:root"},
        "Action": list(actions),
        "Resource": f"arn:aws:ecr:{vault.client('ecr').meta.region_name}:{vault.id}:repository/acme/*",
    }
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    vault.client("ecr").put_registry_policy(policyText=json.dumps(policy))


def tags(vault, repository="acme/shop"):
    images = vault.client("ecr").describe_images(repositoryName=repository)["imageDetails"]
    return sorted(tag for image in images for tag in image["imageTags"])


def repositories(vault):
    return [each["repositoryName"] for each in vault.client("ecr").describe_repositories()["repositories"]]


def test_what_is_pushed_is_in_the_other_registry_with_its_digest(account, vault, registry):
    let_in(vault, account, "ecr:ReplicateImage", "ecr:CreateRepository")
    pushed = push(registry, "1.0.0")
    copied = vault.client("ecr").describe_images(repositoryName="acme/shop")["imageDetails"]
    assert [image["imageDigest"] for image in copied] == [pushed["imageId"]["imageDigest"]]
    push(registry, "1.1.0")
    assert tags(vault) == ["1.0.0", "1.1.0"]


def test_a_registry_whose_policy_lets_nobody_in_gets_none(vault, registry):
    push(registry, "1.0.0")
    assert repositories(vault) == []


def test_a_repository_that_is_not_there_needs_the_right_to_make_it(account, vault, registry):
    let_in(vault, account, "ecr:ReplicateImage")
    push(registry, "1.0.0")
    assert repositories(vault) == []
    vault.client("ecr").create_repository(repositoryName="acme/shop")
    push(registry, "1.1.0")
    assert tags(vault) == ["1.1.0"]


def test_a_repository_that_the_rule_does_not_name_is_not_copied(account, vault, registry):
    let_in(vault, account, "ecr:ReplicateImage", "ecr:CreateRepository")
    push(registry, "1.0.0", "other/shop")
    assert repositories(vault) == []

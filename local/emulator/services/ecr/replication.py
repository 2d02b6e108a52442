"""ECR: what is pushed is copied to the registries that the replication names, if their policies let it in.

What was there before is not copied. A repository is made there only with the right to; nothing tells the one who pushes
that a copy failed. Source: Amazon ECR User Guide, "Private image replication" and "Registry permissions".
"""

import json

from moto.ecr.models import ECRBackend, ecr_backends

from ...iam.policy import ALLOW, decide
from ...patch import wraps
from ...registry.images import find_image, layers_of, parts_of


@wraps(ECRBackend)
def put_image(original, self, repository_name, *args, **kwargs):
    image = original(self, repository_name, *args, **kwargs)
    for destination in destinations(self, repository_name):
        copy(self, destination, repository_name, image)
    return image


def destinations(backend, repository_name):
    for rule in (backend.replication_config or {}).get("rules", ()):
        filters = rule.get("repositoryFilters") or ()
        if not filters or any(repository_name.startswith(each["filter"]) for each in filters):
            for destination in rule["destinations"]:
                yield ecr_backends[destination["registryId"]][destination["region"]]


def copy(source, destination, repository_name, image):
    arn = f"arn:aws:ecr:{destination.region_name}:{destination.account_id}:repository/{repository_name}"
    if not lets_in(destination, "ecr:ReplicateImage", arn, source.account_id):
        return
    if repository_name not in destination.repositories:
        if not lets_in(destination, "ecr:CreateRepository", arn, source.account_id):
            return
        destination.create_repository(repository_name, None, None, None, "MUTABLE", [])
    repository = destination.repositories[repository_name]
    layers_of(repository).update(layers_of(source.repositories[repository_name]))
    for part in parts_of(json.loads(image.image_manifest))[1]:
        copy_one(destination, repository_name, find_image(source.repositories[repository_name], part))
    copy_one(destination, repository_name, image)


def copy_one(destination, repository_name, image):
    known = {each.image_manifest: set(each.image_tags) for each in destination.repositories[repository_name].images}
    if not image.image_tags and image.image_manifest not in known:
        destination.put_image(repository_name, image.image_manifest, None, image.image_manifest_media_type)
    for tag in image.image_tags:
        if tag not in known.get(image.image_manifest, ()):
            destination.put_image(repository_name, image.image_manifest, tag, image.image_manifest_media_type)


def lets_in(destination, action, arn, account):
    """A copy within an account needs no policy."""
    if account == destination.account_id:
        return True
    policy = destination.registry_policy
    return bool(policy) and decide([policy], action, arn, {}, [f"arn:aws:iam::{account}:root"]) == ALLOW

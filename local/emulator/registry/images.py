"""Images of a repository: what ECR asks of a manifest before it takes it."""

import hashlib
import json

from .layers import DIGEST

INDEXES = {
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
}


class NotThere(Exception):
    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


def layers_of(repository):
    """{digest: size in bytes} of what has been uploaded to it."""
    if not hasattr(repository, "layers"):
        repository.layers = {}
    return repository.layers


def digest_of(manifest):
    return f"sha256:{hashlib.sha256(manifest.encode()).hexdigest()}"


def find_image(repository, reference):
    """By a tag or a digest. @raises NotThere"""
    is_digest = DIGEST.fullmatch(reference)
    for image in repository.images:
        if image.image_digest == reference if is_digest else reference in image.image_tags:
            return image
    message = f"Requested image not found: {reference} in {repository.name}"
    raise NotThere("MANIFEST_UNKNOWN", message)


def parts_of(manifest):
    """-> (digests of layers and of the configuration, digests of the manifests that an index lists)"""
    if "manifests" in manifest:
        return [], [each["digest"] for each in manifest["manifests"]]
    return [each["digest"] for each in (manifest.get("config"), *manifest.get("layers", ())) if each], []


def size_of(repository, manifest):
    return sum(layers_of(repository).get(digest, 0) for digest in parts_of(manifest)[0])


def missing_from(repository, manifest):
    """-> (layers that it lacks, images that it lacks)"""
    layers, images = parts_of(manifest)
    known = {image.image_digest for image in repository.images}
    return [each for each in layers if each not in layers_of(repository)], [each for each in images if each not in known]


def put_manifest(backend, repository, reference, text, media_type):
    """@raises NotThere, and what ECR raises about a tag that may not move."""
    is_digest = DIGEST.fullmatch(reference)
    if is_digest and digest_of(text) != reference:
        raise NotThere("DIGEST_INVALID", f"Manifest digest {digest_of(text)} does not match {reference}")
    layers, images = missing_from(repository, json.loads(text))
    if layers:
        raise NotThere("BLOB_UNKNOWN", f"Layers with digests '{', '.join(layers)}' do not exist")
    if images:
        raise NotThere("MANIFEST_UNKNOWN", f"Images with digests '{', '.join(images)}' required for pushing do not exist")
    return backend.put_image(repository.name, text, None if is_digest else reference, media_type)

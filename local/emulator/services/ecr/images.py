"""ECR: the digest of an image is that of its manifest, and an image has all of its layers.

Sources: OCI Image Format Specification, "Descriptors"; Amazon ECR API Reference, "PutImage".
"""

import json

from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult
from moto.ecr.models import ECRBackend, Image
from moto.ecr.responses import ECRResponse

from ...patch import wraps
from ...registry.images import digest_of, layers_of, missing_from, parts_of, size_of

NO_SUCH_LAYER = "LayersNotFoundException"
NO_SUCH_IMAGE = "ReferencedImagesNotFoundException"


@wraps(Image)
def _create_digest(_original, self):
    self._image_digest = digest_of(self.image_manifest)


@wraps(Image)
def get_image_size_in_bytes(_original, self):
    return getattr(self, "size", None)


@wraps(ECRBackend)
def put_image(original, self, repository_name, image_manifest, image_tag, *args, **kwargs):
    repository = self._get_repository(repository_name)
    manifest = json.loads(image_manifest)
    layers, images = missing_from(repository, manifest)
    if layers:
        raise JsonRESTError(NO_SUCH_LAYER, f"Layers with digests '{', '.join(layers)}' do not exist")
    if images:
        raise JsonRESTError(NO_SUCH_IMAGE, f"Images with digests '{', '.join(images)}' do not exist")
    if image_tag is None:
        known = [each for each in repository.images if each.image_manifest == image_manifest]
        if known:
            return known[0]
    image = original(self, repository_name, image_manifest, image_tag, *args, **kwargs)
    if parts_of(manifest)[0]:
        image.size = size_of(repository, manifest)
    return image


@wraps(ECRResponse)
def batch_check_layer_availability(_original, self):
    known = layers_of(self.ecr_backend._get_repository(self._get_param("repositoryName"), self._get_param("registryId")))
    asked = self._get_param("layerDigests")
    layers = [
        {
            "layerDigest": digest,
            "layerAvailability": "AVAILABLE" if digest in known else "UNAVAILABLE",
            **({"layerSize": known[digest]} if digest in known else {}),
        }
        for digest in asked
    ]
    return ActionResult({"layers": layers, "failures": []})

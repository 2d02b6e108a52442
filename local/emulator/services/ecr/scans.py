"""ECR: an image is scanned when it is pushed, where its repository says so.

The emulator has no list of vulnerabilities: it finds none of itself, and those that a test gives it
(`/moto-api/static/ecr/scan-finding-results`). It can't scan what has no operating system, as ECR can't.
Sources: Amazon ECR User Guide, "Basic scanning" and "Retrieving findings"; Amazon ECR API Reference,
"DescribeImageScanFindings".
"""

import io
import json
import tarfile
from datetime import datetime, timezone

from moto.core.utils import iso_8601_datetime_without_milliseconds
from moto.ecr.models import ECRBackend

from ...patch import wraps
from ...registry.images import INDEXES, layers_of
from ...registry.layers import LAYERS

OS_RELEASE = ("etc/os-release", "usr/lib/os-release")
ZSTD = b"\x28\xb5\x2f\xfd"
UNSUPPORTED = "UnsupportedImageError: The operating system and/or package manager are not supported."


@wraps(ECRBackend)
def put_image(original, self, repository_name, *args, **kwargs):
    image = original(self, repository_name, *args, **kwargs)
    repository = self.repositories[repository_name]
    # An index is not scanned: what it lists is.
    if repository.image_scanning_configuration.get("scanOnPush") and image.image_manifest_media_type not in INDEXES:
        image.last_scan = image.last_scan or datetime.now(timezone.utc)
        image.times_asked = 0
    return image


@wraps(ECRBackend)
def describe_image_scan_findings(original, self, registry_id, repository_name, image_id):
    repository = self._get_repository(repository_name, registry_id)
    image = repository._get_image(image_id.get("imageTag"), image_id.get("imageDigest"))
    answer = original(self, registry_id, repository_name, image_id)
    # What it was given in place of findings of its own.
    if image.scan_finding_results:
        return answer
    answer.pop("imageScanFindings")
    # It takes a while in AWS: the first who asks comes too early.
    image.times_asked = getattr(image, "times_asked", 0) + 1
    if image.times_asked == 1:
        answer["imageScanStatus"] = {"status": "IN_PROGRESS"}
    elif not has_system(repository, image):
        answer["imageScanStatus"] = {"status": "FAILED", "description": UNSUPPORTED}
    else:
        answer["imageScanFindings"] = {
            "imageScanCompletedAt": iso_8601_datetime_without_milliseconds(image.last_scan),
            "vulnerabilitySourceUpdatedAt": iso_8601_datetime_without_milliseconds(image.last_scan),
            "findings": [],
            "findingSeverityCounts": {},
        }
    return answer


def has_system(repository, image):
    for layer in json.loads(image.image_manifest).get("layers", ()):
        if layer["digest"] in layers_of(repository) and lists_system(LAYERS.read(layer["digest"])):
            return True
    return False


def lists_system(content):
    try:
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            return any(name.removeprefix("./").lstrip("/") in OS_RELEASE for name in archive.getnames())
    except tarfile.TarError:
        # What is compressed by zstd this Python can't read.
        return content.startswith(ZSTD)

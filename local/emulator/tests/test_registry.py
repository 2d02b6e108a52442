"""What a builder pushes and a node pulls, by the API of a registry."""

import hashlib
import http.client
import json
from urllib.parse import urlsplit

import pytest
from botocore.exceptions import ClientError

from .conftest import Account
from .tested_role import Role, allow

OCI = "application/vnd.oci.image.manifest.v1+json"
INDEX = "application/vnd.oci.image.index.v1+json"


def digest_of(content):
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


class Registry:
    def __init__(self, ecr, token=None):
        data = ecr.get_authorization_token()["authorizationData"][0]
        self.host = urlsplit(data["proxyEndpoint"]).netloc
        self.token = token or data["authorizationToken"]

    def ask(self, method, path, body=None, headers=None):
        """-> (status, headers, body)"""
        connection = http.client.HTTPConnection(self.host, timeout=20)
        own = {"Authorization": f"Basic {self.token}"} if self.token else {}
        connection.request(method, path, body, {**own, **(headers or {})})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()

    def push_layer(self, content, name="acme/shop", digest=None):
        status, headers, _ = self.ask("POST", f"/v2/{name}/blobs/uploads/")
        assert status == 202
        place = headers["Location"]
        # In two parts, the second without a length, as builders send it.
        assert self.ask("PATCH", place, content[:3])[0] == 202
        assert self.ask("PATCH", place, iter([content[3:]]))[0] == 202
        return self.ask("PUT", f"{place}?digest={digest or digest_of(content)}", b"")

    def push(self, tag, content=b"layer", name="acme/shop"):
        config = json.dumps({"architecture": "amd64", "os": "linux", "of": content.decode()}).encode()
        for each in (content, config):
            assert self.push_layer(each, name)[0] == 201
        return self.put(tag, manifest_of(content, config), name)

    def put(self, reference, manifest, name="acme/shop", media_type=OCI):
        return self.ask("PUT", f"/v2/{name}/manifests/{reference}", manifest, {"Content-Type": media_type})


def manifest_of(content, config):
    described = lambda each, kind: {"mediaType": kind, "digest": digest_of(each), "size": len(each)}  # noqa: E731
    return json.dumps(
        {
            "schemaVersion": 2,
            "mediaType": OCI,
            "config": described(config, "application/vnd.oci.image.config.v1+json"),
            "layers": [described(content, "application/vnd.oci.image.layer.v1.tar")],
        }
    ).encode()


def error_of(answer):
    return json.loads(answer[2])["errors"][0]


@pytest.fixture
def ecr(account):
    ecr = account.client("ecr")
    ecr.create_repository(
        repositoryName="acme/shop",
        imageTagMutability="IMMUTABLE",
        imageScanningConfiguration={"scanOnPush": True},
    )
    return ecr


@pytest.fixture
def registry(ecr):
    return Registry(ecr)


def test_what_is_pushed_is_pulled_by_tag_and_digest_and_ecr_tells_it(ecr, registry):
    status, headers, _ = registry.push("main-4b825dc", b"the layer")
    digest = headers["Docker-Content-Digest"]
    assert status == 201
    for reference in ("main-4b825dc", digest):
        status, headers, body = registry.ask("GET", f"/v2/acme/shop/manifests/{reference}")
        assert (status, headers["Content-Type"], digest_of(body)) == (200, OCI, digest)
        status, headers, body = registry.ask("HEAD", f"/v2/acme/shop/manifests/{reference}")
        assert (status, headers["Docker-Content-Digest"], body) == (200, digest, b"")
    layer = json.loads(registry.ask("GET", f"/v2/acme/shop/manifests/{digest}")[2])["layers"][0]
    assert registry.ask("GET", f"/v2/acme/shop/blobs/{layer['digest']}")[2] == b"the layer"
    [image] = ecr.describe_images(repositoryName="acme/shop")["imageDetails"]
    assert (image["imageDigest"], image["imageTags"]) == (digest, ["main-4b825dc"])
    assert image["imageSizeInBytes"] > len("the layer")


def test_a_tag_stays_what_it_is(registry):
    first = registry.push("1.0.0", b"one")[1]["Docker-Content-Digest"]
    answer = registry.push("1.0.0", b"two")
    assert answer[0] == 400
    assert error_of(answer)["code"] == "TAG_INVALID"
    assert "already exists" in error_of(answer)["message"]
    assert registry.ask("HEAD", "/v2/acme/shop/manifests/1.0.0")[1]["Docker-Content-Digest"] == first


def test_an_image_without_its_layers_is_refused(ecr, registry):
    config = b"{}"
    registry.push_layer(config)
    manifest = manifest_of(b"never sent", config)
    answer = registry.put("1.0.0", manifest)
    assert (answer[0], error_of(answer)["code"]) == (404, "BLOB_UNKNOWN")
    assert digest_of(b"never sent") in error_of(answer)["message"]
    with pytest.raises(ClientError, match="LayersNotFoundException"):
        ecr.put_image(repositoryName="acme/shop", imageManifest=manifest.decode(), imageTag="1.0.0")
    assert ecr.describe_images(repositoryName="acme/shop")["imageDetails"] == []


def test_an_index_lists_images_that_are_there(ecr, registry):
    one = registry.push(digest_of(manifest_of(b"arm", json_config(b"arm"))), b"arm")[1]["Docker-Content-Digest"]
    index = lambda digest: json.dumps(  # noqa: E731
        {"schemaVersion": 2, "mediaType": INDEX, "manifests": [{"mediaType": OCI, "digest": digest, "size": 1}]}
    ).encode()
    answer = registry.put("1.0.0", index(digest_of(b"none")), media_type=INDEX)
    assert (answer[0], error_of(answer)["code"]) == (404, "MANIFEST_UNKNOWN")
    assert registry.put("1.0.0", index(one), media_type=INDEX)[0] == 201
    images = ecr.describe_images(repositoryName="acme/shop")["imageDetails"]
    assert {image["imageManifestMediaType"] for image in images} == {OCI, INDEX}


def json_config(content):
    return json.dumps({"architecture": "amd64", "os": "linux", "of": content.decode()}).encode()


def test_a_layer_of_another_digest_is_refused(registry):
    answer = registry.push_layer(b"content", digest=digest_of(b"other"))
    assert (answer[0], error_of(answer)["code"]) == (400, "DIGEST_INVALID")
    assert registry.ask("HEAD", f"/v2/acme/shop/blobs/{digest_of(b'other')}")[0] == 404


def test_a_layer_belongs_to_the_repository_it_was_sent_to(ecr, registry):
    ecr.create_repository(repositoryName="acme/other")
    registry.push_layer(b"content")
    assert registry.ask("HEAD", f"/v2/acme/shop/blobs/{digest_of(b'content')}")[0] == 200
    assert registry.ask("HEAD", f"/v2/acme/other/blobs/{digest_of(b'content')}")[0] == 404
    layers = ecr.batch_check_layer_availability(
        repositoryName="acme/shop", layerDigests=[digest_of(b"content"), digest_of(b"other")]
    )["layers"]
    assert [each["layerAvailability"] for each in layers] == ["AVAILABLE", "UNAVAILABLE"]


def test_nobody_comes_in_without_a_password(ecr):
    for token in ("", "QVdTOndyb25n", "no base64"):
        registry = Registry(ecr)
        registry.token = token
        status, headers, _ = registry.ask("GET", "/v2/")
        assert status == 401
        assert headers["WWW-Authenticate"].startswith("Basic realm=")


def test_a_repository_that_is_not_there_is_not_made(registry):
    answer = registry.ask("POST", "/v2/acme/none/blobs/uploads/")
    assert (answer[0], error_of(answer)["code"]) == (404, "NAME_UNKNOWN")


def test_a_role_may_push_what_its_policy_says_and_no_more(account, ecr):
    arn = "arn:aws:ecr:*:*:repository/acme/shop"
    actions = ["BatchCheckLayerAvailability", "InitiateLayerUpload", "UploadLayerPart", "CompleteLayerUpload"]
    statements = [allow("ecr:GetAuthorizationToken"), allow([f"ecr:{each}" for each in [*actions, "PutImage"]], arn)]
    ecr.create_repository(repositoryName="acme/other")
    registry = Registry(Role(account, *statements).client("ecr"))
    assert registry.push("1.0.0")[0] == 201
    answer = registry.ask("POST", "/v2/acme/other/blobs/uploads/")
    assert (answer[0], error_of(answer)["code"]) == (403, "DENIED")
    assert "ecr:InitiateLayerUpload" in error_of(answer)["message"]
    assert registry.ask("GET", "/v2/acme/shop/manifests/1.0.0")[0] == 403


def test_a_mirror_is_told_which_registry_is_meant(account, ecr, registry, emulator, account_numbers):
    registry.push("1.0.0")
    host = f"{account.id}.dkr.ecr.{ecr.meta.region_name}.amazonaws.com"
    stranger = Registry(Account(emulator, str(next(account_numbers))).client("ecr"))
    asked = f"/v2/acme/shop/manifests/1.0.0?ns={host}"
    assert stranger.ask("GET", asked)[0] == 403
    statement = {"Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage"}
    ecr.set_repository_policy(
        repositoryName="acme/shop", policyText=json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    )
    assert stranger.ask("GET", asked)[0] == 200


def test_an_image_is_scanned_when_it_is_pushed(ecr, registry):
    digest = registry.push("1.0.0")[1]["Docker-Content-Digest"]
    ask = lambda: ecr.describe_image_scan_findings(repositoryName="acme/shop", imageId={"imageDigest": digest})  # noqa: E731
    assert ask()["imageScanStatus"]["status"] == "IN_PROGRESS"
    status = ask()["imageScanStatus"]
    assert status["status"] == "FAILED"
    assert status["description"].startswith("UnsupportedImageError")

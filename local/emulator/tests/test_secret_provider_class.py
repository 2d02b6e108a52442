"""What a SecretProviderClass gives to a pod, and what is refused in the words of AWS's provider."""

from types import SimpleNamespace

import pytest

from emulator.cluster.secret_provider_class import Invalid, files_of, parse
from emulator.cluster.secrets_manager import SecretNotFound, value_of


def make_class(objects, provider="aws", **parameters):
    parameters = {"usePodIdentity": "true", "objects": objects, **parameters}
    return {"spec": {"provider": provider, "parameters": parameters}}


def files(objects, value, **parameters):
    return {
        file: content.decode()
        for wanted in parse(make_class(objects, **parameters))
        for file, content in files_of(wanted, value.encode()).items()
    }


def test_a_secret_is_a_file_with_its_name_or_alias():
    assert files("[{objectName: dev/db, objectType: secretsmanager}]", "v") == {"dev_db": "v"}
    assert files("[{objectName: dev/db, objectType: secretsmanager, objectAlias: db}]", "v") == {"db": "v"}
    assert files("[{objectName: dev/db, objectType: secretsmanager}]", "v", pathTranslation="-") == {"dev-db": "v"}


def test_parts_of_a_secret_are_files_of_their_own():
    objects = "[{objectName: a, objectType: secretsmanager, jmesPath: [{path: db.user, objectAlias: u}]}]"
    assert files(objects, '{"db": {"user": "me"}}') == {"a": '{"db": {"user": "me"}}', "u": "me"}


def test_an_arn_needs_no_type():
    (wanted,) = parse(
        make_class("[{objectName: 'arn:aws:secretsmanager:eu-central-1:111111111111:secret:a-AbCdEf', objectAlias: a}]")
    )
    assert (wanted.file, wanted.stage) == ("a", "AWSCURRENT")


def test_a_version_is_named_by_its_id_or_by_a_label():
    (by_id,) = parse(make_class("[{objectName: a, objectType: secretsmanager, objectVersion: id-2}]"))
    assert by_id.version == "id-2"
    versions = {"id-1": version("one", "AWSPREVIOUS"), "id-2": version("two", "AWSCURRENT"), "id-3": version("three")}
    secret = SimpleNamespace(versions=versions)
    assert value_of(secret, "AWSPREVIOUS") == b"one"
    assert value_of(secret, "AWSPREVIOUS", "id-2") == b"two"
    # That has no label any more.
    assert value_of(secret, "AWSCURRENT", "id-3") == b"three"
    with pytest.raises(SecretNotFound, match="VersionId: id-4"):
        value_of(secret, "AWSCURRENT", "id-4")


def version(value, *labels):
    return {"secret_string": value, "version_stages": list(labels)}


@pytest.mark.parametrize(
    "objects, error",
    [
        ("[", "Failed to load SecretProviderClass"),
        ("a: b", "must be a YAML list"),
        ("[{objectType: secretsmanager}]", "Object name must be specified"),
        ("[{objectName: a}]", "Must use objectType when a full ARN is not specified: a"),
        ("[{objectName: a, objectType: ssmparameter}]", "Invalid objectType: ssmparameter"),
        (
            "[{objectName: a, objectType: secretsmanager, failoverObject: x}]",
            r"\['failoverObject'\] of a are not emulated",
        ),
        ("[{objectName: a, objectType: secretsmanager, jmesPath: [{path: x}]}]", "Object alias must be specified"),
        ("[{objectName: a, objectType: secretsmanager, jmesPath: [{objectAlias: x}]}]", "Path must be specified"),
        (
            "[{objectName: a, objectType: secretsmanager}, {objectName: b, objectAlias: a, objectType: secretsmanager}]",
            "found duplicate object alias a",
        ),
    ],
)
def test_refuses_a_class_with(objects, error):
    with pytest.raises(Invalid, match=error):
        parse(make_class(objects))


@pytest.mark.parametrize(
    "change, error",
    [
        ({"provider": "azure"}, 'provider not found: provider "azure"'),
        ({"usePodIdentity": "false"}, 'only usePodIdentity: "true" is emulated'),
        ({"failoverRegion": "eu-west-1"}, "the parameter failoverRegion is not emulated"),
    ],
)
def test_refuses_a_class_for_something_else(change, error):
    with pytest.raises(Invalid, match=error):
        parse(make_class("[{objectName: a, objectType: secretsmanager}]", **change))


@pytest.mark.parametrize(
    "path, value, error",
    [
        ("a", "no json", "Invalid JSON used with jmesPath in secret: s"),
        ("a", "{}", "JMES Path - a for object alias - x does not point to a valid object"),
        ("a", '{"a": 1}', "Invalid JMES search result type for path:a. Only string is allowed"),
        ("a[", '{"a": 1}', r"Invalid JMES Path: a\["),
    ],
)
def test_refuses_a_value_that_lacks_what_the_class_expects(path, value, error):
    objects = f"[{{objectName: s, objectType: secretsmanager, jmesPath: [{{path: '{path}', objectAlias: x}}]}}]"
    with pytest.raises(Invalid, match=error):
        files(objects, value)

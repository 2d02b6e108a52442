"""What a SecretProviderClass asks for, and the files that a pod gets from it.

The messages are those of AWS's provider for the Secrets Store CSI driver.
"""

import json
from dataclasses import dataclass, field

import jmespath
import yaml

OBJECT_KEYS = {
    "objectName",
    "objectType",
    "objectAlias",
    "objectVersion",
    "objectVersionLabel",
    "filePermission",
    "jmesPath",
}
CURRENT = "AWSCURRENT"


class Invalid(Exception):
    """A class that the provider refuses, or a secret that is not what the class expects."""


@dataclass
class SecretObject:
    # Name or ARN of a secret, and the staging label of the version.
    name: str
    stage: str
    file: str
    # Id of the version, which goes before a label.
    version: str | None = None
    # {file: JMESPath into the secret's JSON}
    parts: dict = field(default_factory=dict)


def parse(provider_class):
    """-> [SecretObject]. @raises Invalid"""
    spec = provider_class["spec"]
    parameters = spec.get("parameters") or {}
    if spec.get("provider") != "aws":
        raise Invalid(f"provider not found: provider {json.dumps(spec.get('provider'))}")
    if str(parameters.get("usePodIdentity", "")).lower() != "true":
        raise Invalid('emulator: only usePodIdentity: "true" is emulated')
    for unknown in set(parameters) - {"usePodIdentity", "objects", "region", "pathTranslation"}:
        raise Invalid(f"emulator: the parameter {unknown} is not emulated")
    separator = parameters.get("pathTranslation", "_")
    objects = [parse_object(entry, separator) for entry in load(parameters.get("objects", ""))]
    check_names(objects)
    return objects


def load(text):
    try:
        entries = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise Invalid(f"Failed to load SecretProviderClass: {error}") from None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise Invalid("Failed to load SecretProviderClass: objects must be a YAML list of objects")
    return entries


def parse_object(entry, separator):
    name = entry.get("objectName")
    if not name:
        raise Invalid("Object name must be specified")
    if set(entry) - OBJECT_KEYS:
        raise Invalid(f"emulator: {sorted(set(entry) - OBJECT_KEYS)} of {name} are not emulated")
    is_arn = name.startswith("arn:")
    object_type = entry.get("objectType") or (name.split(":")[2] if is_arn else None)
    if object_type is None:
        raise Invalid(f"Must use objectType when a full ARN is not specified: {name}")
    if object_type != "secretsmanager":
        raise Invalid(f"Invalid objectType: {object_type} (emulator: only secretsmanager is emulated)")
    return SecretObject(
        name=name,
        stage=entry.get("objectVersionLabel") or CURRENT,
        file=file_name(entry.get("objectAlias") or name, separator),
        version=entry.get("objectVersion"),
        parts={file_name(part_alias(part), separator): part["path"] for part in entry.get("jmesPath") or []},
    )


def part_alias(part):
    if not part.get("path"):
        raise Invalid("Path must be specified for JMES object")
    if not part.get("objectAlias"):
        raise Invalid("Object alias must be specified for JMES object")
    return part["objectAlias"]


def file_name(name, separator):
    return name.lstrip("/") if separator.lower() == "false" else name.replace("/", separator)


def check_names(objects):
    seen = set()
    for file in (file for wanted in objects for file in (wanted.file, *wanted.parts)):
        if file in seen:
            raise Invalid(f"found duplicate object alias {file}")
        seen.add(file)


def files_of(wanted, value):
    """{file: bytes} that a secret's value gives. @raises Invalid"""
    files = {wanted.file: value}
    if wanted.parts:
        try:
            document = json.loads(value)
        except ValueError:
            raise Invalid(f"Invalid JSON used with jmesPath in secret: {wanted.name}.") from None
        for file, path in wanted.parts.items():
            files[file] = find_part(document, path, file).encode()
    return files


def find_part(document, path, alias):
    try:
        part = jmespath.search(path, document)
    except jmespath.exceptions.JMESPathError:
        raise Invalid(f"Invalid JMES Path: {path}.") from None
    if part is None:
        raise Invalid(f"JMES Path - {path} for object alias - {alias} does not point to a valid object.")
    if not isinstance(part, str):
        raise Invalid(f"Invalid JMES search result type for path:{path}. Only string is allowed.")
    return part

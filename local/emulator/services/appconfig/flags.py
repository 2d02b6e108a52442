"""The document of a profile of feature flags: what AWS accepts, what it stores, and what clients read.

Source: AppConfig User Guide, "Understanding the type reference for AWS.AppConfig.FeatureFlags".
"""

import json
import re

from moto.core.utils import utcnow

from ...calls.errors import EmulatorError

FEATURE_FLAGS = "AWS.AppConfig.FeatureFlags"
KEY = re.compile(r"[a-z][a-zA-Z\d_-]{0,63}")
NAME = re.compile(r"[^\n]{1,64}")
DATES = {"_createdAt", "_updatedAt"}


def as_stored(text):
    """AWS dates every flag and value, so that what is read is never the text that was written."""
    document = checked(text)
    date = f"{utcnow().isoformat(timespec='milliseconds')}Z"
    for part in ("flags", "values"):
        for entry in document.get(part, {}).values():
            entry.update({"_createdAt": date, "_updatedAt": date, **entry})
    return json.dumps(document, separators=(",", ":"))


def as_read(text):
    """What a client gets: whether each flag is enabled."""
    values = json.loads(text).get("values", {})
    return json.dumps({key: {"enabled": value.get("enabled", False)} for key, value in values.items()})


def checked(text):
    try:
        document = json.loads(text)
    except ValueError as error:
        raise refused(f"it is not JSON: {error}") from None
    known = object_of("", document, {"version", "flags", "values"})
    if known.get("version") != "1":
        raise refused(f'/version: got {known.get("version")!r}, allowed "1"')
    flags = object_of("/flags", known.get("flags", {}))
    for key, flag in flags.items():
        check_flag(key, flag)
    for key, value in object_of("/values", known.get("values", {})).items():
        check_value(key, value, flags)
    return document


def check_flag(key, flag):
    path = f"/flags/{key}"
    check_key(path, key)
    object_of(path, flag, {"name", "description", "attributes", "_deprecation", *DATES})
    if "attributes" in flag:
        raise NotImplementedError("attributes of feature flags")
    if not NAME.fullmatch(flag.get("name", key)):
        raise refused(f"{path}/name: allowed is one line of at most 64 characters")
    if len(flag.get("description", "")) > 1024:
        raise refused(f"{path}/description: allowed are at most 1024 characters")


def check_value(key, value, flags):
    path = f"/values/{key}"
    check_key(path, key)
    if key not in flags:
        raise refused(f"{path}: there is no flag of this key")
    if "_variants" in value:
        raise NotImplementedError("variants of feature flags")
    object_of(path, value, {"enabled", *DATES})
    if not isinstance(value.get("enabled", False), bool):
        raise refused(f"{path}/enabled: got {value['enabled']!r}, allowed true and false")


def check_key(path, key):
    if not KEY.fullmatch(key):
        raise refused(f"{path}: a key must match ^{KEY.pattern}$")


def object_of(path, value, allowed=None):
    if not isinstance(value, dict):
        raise refused(f"{path or '/'}: got {value!r}, allowed is an object")
    if allowed and set(value) - allowed:
        raise refused(f"{path or '/'}: got {sorted(set(value) - allowed)}, allowed are {sorted(allowed)}")
    return value


def refused(problem):
    return EmulatorError("BadRequestException", f"The document of feature flags is invalid: {problem}")

"""AppConfig's configuration profiles: their keys, and the documents of feature flags."""

import json

from moto.appconfig.models import AppConfigBackend, ConfigurationProfile, HostedConfigurationVersion
from moto.appconfig.responses import AppConfigResponse
from moto.core.responses import ActionResult
from moto.kms.models import kms_backends

from ...calls.errors import EmulatorError
from ...patch import adds, wraps
from .appconfig import refuse_to_delete
from .flags import FEATURE_FLAGS, as_stored


def with_key(response, profile):
    """-> the profile, encrypted by the key that the request names; an empty name is AWS's own key."""
    if "KmsKeyIdentifier" in response.params:
        profile.kms_key_identifier = response.params["KmsKeyIdentifier"] or None
        profile.kms_key_arn = key_arn(response, profile.kms_key_identifier)
    return json.dumps(profile.to_json())


def key_arn(response, identifier):
    if identifier is None:
        return None
    backend = kms_backends[response.current_account][response.region]
    alias = backend.get_alias_name(identifier)
    is_alias = alias.startswith("alias/")
    key_id = backend.get_key_id_from_alias(alias) if is_alias else backend.get_key_id(identifier)
    if key_id not in backend.keys:
        raise EmulatorError("BadRequestException", f"Cannot use the KMS key {identifier}: it does not exist")
    return backend.keys[key_id].arn


@wraps(AppConfigResponse)
def create_configuration_profile(original, self):
    """aws_appconfig_configuration_profile: kms_key_identifier, which moto drops."""
    made = json.loads(original(self))
    return with_key(self, self.appconfig_backend.get_configuration_profile(made["ApplicationId"], made["Id"]))


@wraps(AppConfigResponse)
def update_configuration_profile(original, self):
    """As above."""
    made = json.loads(original(self))
    return with_key(self, self.appconfig_backend.get_configuration_profile(made["ApplicationId"], made["Id"]))


@wraps(ConfigurationProfile)
def to_json(original, self):
    """As above."""
    identifier, arn = getattr(self, "kms_key_identifier", None), getattr(self, "kms_key_arn", None)
    return {**original(self), "KmsKeyIdentifier": identifier, "KmsKeyArn": arn}


@wraps(AppConfigBackend)
def delete_configuration_profile(original, self, app_id, config_profile_id):
    """moto deletes it with its versions."""
    if self.get_configuration_profile(app_id, config_profile_id).config_versions:
        refuse_to_delete("configuration profile", config_profile_id, "hosted configuration versions")
    original(self, app_id, config_profile_id)


@wraps(AppConfigBackend)
def create_hosted_configuration_version(original, self, app_id, config_profile_id, content, **settings):
    """moto takes any text for feature flags, and gives it back as it was."""
    if self.get_configuration_profile(app_id, config_profile_id)._type == FEATURE_FLAGS:
        content = as_stored(content)
    return original(self, app_id=app_id, config_profile_id=config_profile_id, content=content, **settings)


@adds(AppConfigResponse)
def list_hosted_configuration_versions(self):
    """For whoever deletes a profile by hand, which has to have none."""
    application, profile = self.params["ApplicationId"], self.params["ConfigurationProfileId"]
    versions = self.appconfig_backend.get_configuration_profile(application, profile).config_versions
    return ActionResult(
        {
            "Items": [
                {
                    "ApplicationId": application,
                    "ConfigurationProfileId": profile,
                    "VersionNumber": version.version,
                    "Description": version.description,
                    "ContentType": version.content_type,
                    "VersionLabel": version.version_label,
                }
                for version in versions.values()
            ]
        }
    )


@wraps(HostedConfigurationVersion)
def get_headers(original, self):
    """moto sends the word None for a description or label that is not set."""
    return {name: value for name, value in original(self).items() if value is not None}

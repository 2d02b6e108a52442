"""AppConfig's data plane: what the agent beside a running service asks for the deployed configuration."""

import base64
import json
import random

from moto.appconfig import urls
from moto.appconfig.models import appconfig_backends
from moto.core.responses import ActionResult, BaseResponse

from ...calls.errors import EmulatorError
from .appconfig import not_found
from .deployments import settled
from .flags import FEATURE_FLAGS, as_read

POLL_SECONDS = 60
SERVED = {"DEPLOYING", "BAKING", "COMPLETE"}
# What a configuration is told by, in a call and in a token.
IDENTIFIERS = ("ApplicationIdentifier", "EnvironmentIdentifier", "ConfigurationProfileIdentifier")
PARTS = ("application", "environment", "profile")


class AppConfigDataResponse(BaseResponse):
    def __init__(self):
        super().__init__(service_name="appconfigdata")
        self.automated_parameter_parsing = True

    def start_configuration_session(self):
        application, environment, profile = find(self.backend, *(self.params[name] for name in IDENTIFIERS))
        session = {
            "application": application.id,
            "environment": environment["Id"],
            "profile": profile.id,
            # Where the client stands among all that a growing deployment reaches.
            "percentile": random.uniform(0, 100),
            "seconds": self.params.get("RequiredMinimumPollIntervalInSeconds", POLL_SECONDS),
            "read": None,
        }
        return ActionResult({"InitialConfigurationToken": as_token(session)})

    def get_latest_configuration(self):
        """Empty when the client has it already."""
        session = session_of(self.params["ConfigurationToken"])
        _, environment, profile = find(self.backend, *(session[part] for part in PARTS))
        deployment = served(settled(self, environment), profile, session["percentile"])
        is_new = deployment["DeploymentNumber"] != session["read"]
        return ActionResult(
            {
                "NextPollConfigurationToken": as_token({**session, "read": deployment["DeploymentNumber"]}),
                "NextPollIntervalInSeconds": session["seconds"],
                "ContentType": deployment["ContentType"],
                "VersionLabel": deployment["VersionLabel"],
                "Configuration": content(deployment) if is_new else b"",
            }
        )

    @property
    def backend(self):
        return appconfig_backends[self.current_account][self.region]


urls.url_paths.update(
    {
        "{0}/configurationsessions$": AppConfigDataResponse.dispatch,
        "{0}/configuration$": AppConfigDataResponse.dispatch,
    }
)


def find(backend, application, environment, profile):
    """By id or name."""
    found = named("Application", application, {app: app.name for app in backend.applications.values()})
    environments, profiles = found.environments, found.config_profiles
    return (
        found,
        environments[named("Environment", environment, {key: each["Name"] for key, each in environments.items()})],
        profiles[named("Configuration profile", profile, {key: each.name for key, each in profiles.items()})],
    )


def read_by(account, region, parameters):
    """The ids of the application, environment and profile that a call reads. None: there is no such thing."""
    token = parameters.get("ConfigurationToken")
    try:
        session = session_of(token) if token else None
        names = [session[part] for part in PARTS] if session else [parameters.get(name) for name in IDENTIFIERS]
        application, environment, profile = find(appconfig_backends[account][region], *names)
    except EmulatorError:
        return None
    return application.id, environment["Id"], profile.id


def named(kind, wanted, names):
    """names: {thing or its id: name}"""
    found = [key for key, name in names.items() if wanted in (getattr(key, "id", key), name)]
    if not found:
        raise not_found(kind, wanted)
    if len(found) > 1:
        raise EmulatorError("BadRequestException", f"{kind} {wanted} is the name of several: use the id")
    return found[0]


def served(environment, profile, percentile):
    for deployment in reversed(environment["Deployments"]):
        is_reached = deployment["State"] in SERVED and percentile <= deployment["PercentageComplete"]
        if deployment["ConfigurationProfileId"] == profile.id and is_reached:
            return deployment
    raise not_found("Deployment of configuration profile", profile.id)


def content(deployment):
    text = deployment["Content"]
    return (as_read(text) if deployment["ProfileType"] == FEATURE_FLAGS else text).encode()


def as_token(session):
    """A session is its token: nothing is kept for it."""
    return base64.urlsafe_b64encode(json.dumps(session).encode()).decode()


def session_of(token):
    try:
        return json.loads(base64.urlsafe_b64decode(token))
    except ValueError:
        raise EmulatorError("BadRequestException", "ConfigurationToken: Corrupted") from None

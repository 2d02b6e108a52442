"""AppConfig's deployments: how they grow, bake and complete, and are rolled back when an alarm goes off.

Nothing runs in the background: what has become of a deployment is worked out when somebody asks.
"""

from datetime import timedelta

from moto.appconfig.responses import AppConfigResponse
from moto.cloudwatch.models import cloudwatch_backends
from moto.core.responses import ActionResult
from moto.core.utils import utcnow

from ...calls.errors import EmulatorError
from ...patch import adds
from ..cloudwatch.cloudwatch import first_alarm
from .appconfig import application_of, environment_of, find, not_found
from .profiles import key_arn
from .strategies import strategy_of

# Long enough to set off an alarm meanwhile, short enough to wait for the end.
MINUTE = timedelta(seconds=1)
UNDER_WAY = {"DEPLOYING", "BAKING"}
# State of the newest deployment: of its environment.
ENVIRONMENT_STATES = {
    "DEPLOYING": "DEPLOYING",
    "BAKING": "DEPLOYING",
    "COMPLETE": "READY_FOR_DEPLOYMENT",
    "ROLLED_BACK": "ROLLED_BACK",
    "REVERTED": "REVERTED",
}


@adds(AppConfigResponse)
def get_environment(self):
    """aws_appconfig_environment"""
    return ActionResult(settled(self, environment_of(self)))


@adds(AppConfigResponse)
def start_deployment(self):
    """aws_appconfig_deployment"""
    environment, strategy = settled(self, environment_of(self)), strategy_of(self)
    profile, version = version_of(self)
    if any(deployment["State"] in UNDER_WAY for deployment in environment["Deployments"]):
        raise EmulatorError(
            "ConflictException", f"Environment {environment['Id']} has a deployment that is not complete"
        )
    number, started = len(environment["Deployments"]) + 1, utcnow()
    deployment = {
        "ApplicationId": environment["ApplicationId"],
        "EnvironmentId": environment["Id"],
        "DeploymentStrategyId": strategy["Id"],
        "ConfigurationProfileId": profile.id,
        "DeploymentNumber": number,
        "ConfigurationName": profile.name,
        "ConfigurationLocationUri": profile.location_uri,
        "ConfigurationVersion": str(version.version),
        "VersionLabel": version.version_label,
        "Description": self.params.get("Description"),
        "DeploymentDurationInMinutes": strategy["DeploymentDurationInMinutes"],
        "GrowthType": strategy["GrowthType"],
        "GrowthFactor": strategy["GrowthFactor"],
        "FinalBakeTimeInMinutes": strategy["FinalBakeTimeInMinutes"],
        "KmsKeyIdentifier": self.params.get("KmsKeyIdentifier"),
        "KmsKeyArn": key_arn(self, self.params.get("KmsKeyIdentifier")),
        "StartedAt": started,
        "State": "DEPLOYING",
        # What is deployed stays readable when its version is deleted.
        "Content": version.content,
        "ContentType": version.content_type,
        "ProfileType": profile._type,
    }
    environment["Deployments"].append(deployment)
    arn = f"{application_of(self).arn}/environment/{environment['Id']}/deployment/{number}"
    self.appconfig_backend.tag_resource(arn, self.params.get("Tags", {}))
    settled(self, environment)
    return ActionResult(deployment)


def version_of(response):
    """-> the profile and its version, which is named by number or label."""
    profile_id, wanted = response.params["ConfigurationProfileId"], response.params["ConfigurationVersion"]
    profile = find(application_of(response).config_profiles, "Configuration profile", profile_id)
    for version in profile.config_versions.values():
        if wanted in (str(version.version), version.version_label):
            return profile, version
    raise not_found("Hosted configuration version", wanted)


def deployment_of(response):
    environment, number = settled(response, environment_of(response)), int(response.params["DeploymentNumber"])
    return find({each["DeploymentNumber"]: each for each in environment["Deployments"]}, "Deployment", number)


@adds(AppConfigResponse)
def get_deployment(self):
    """aws_appconfig_deployment"""
    return ActionResult(deployment_of(self))


@adds(AppConfigResponse)
def list_deployments(self):
    """To see whether the newest, which is the first, was rolled back."""
    return ActionResult({"Items": settled(self, environment_of(self))["Deployments"][::-1]})


@adds(AppConfigResponse)
def stop_deployment(self):
    """Rolls back by hand what is under way and, with AllowRevert, what is complete."""
    deployment = deployment_of(self)
    if deployment["State"] in UNDER_WAY:
        end(deployment, "ROLLED_BACK", utcnow())
    elif deployment["State"] == "COMPLETE" and self.params.get("AllowRevert"):
        end(deployment, "REVERTED", utcnow())
    else:
        raise EmulatorError("BadRequestException", f"Cannot stop a deployment that is {deployment['State']}")
    settled(self, environment_of(self))
    return ActionResult(deployment)


def settled(response, environment):
    """-> the environment, with what has become of its deployments until now."""
    alarms = cloudwatch_backends[response.current_account][response.region].alarms.values()
    watched = {monitor["AlarmArn"] for monitor in environment["Monitors"]}
    for deployment in environment["Deployments"]:
        if deployment["State"] in UNDER_WAY:
            settle(deployment, [alarm for alarm in alarms if alarm.alarm_arn in watched])
    if environment["Deployments"]:
        environment["State"] = ENVIRONMENT_STATES[environment["Deployments"][-1]["State"]]
    return environment


def settle(deployment, alarms):
    started, now = deployment["StartedAt"], utcnow()
    deployed = started + deployment["DeploymentDurationInMinutes"] * MINUTE
    baked = deployed + deployment["FinalBakeTimeInMinutes"] * MINUTE
    alarm = first_alarm(alarms, started, min(now, baked))
    if alarm:
        end(deployment, "ROLLED_BACK", alarm)
    elif now >= baked:
        end(deployment, "COMPLETE", baked)
    else:
        deployment["State"] = "DEPLOYING" if now < deployed else "BAKING"
        deployment["PercentageComplete"] = 100 if now >= deployed else grown(deployment, (now - started) / MINUTE)


def end(deployment, state, moment):
    percentage = 100 if state == "COMPLETE" else 0
    deployment.update({"State": state, "CompletedAt": moment, "PercentageComplete": percentage})


def grown(deployment, minutes):
    """Percent of the clients that have it: linear in equal steps, exponential as growth factor * 2^step."""
    factor, duration = deployment["GrowthFactor"], deployment["DeploymentDurationInMinutes"]
    sizes = [factor]
    while sizes[-1] < 100:
        sizes.append(sizes[-1] * 2 if deployment["GrowthType"] == "EXPONENTIAL" else sizes[-1] + factor)
    return min(100, sizes[int(minutes / duration * len(sizes))])

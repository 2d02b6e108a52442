"""AppConfig: environments, and applications that still have something in them.

moto has applications, profiles and hosted versions. The rest stands in appconfig_*.py.
"""

from moto.appconfig import urls
from moto.appconfig.models import Application
from moto.appconfig.responses import AppConfigResponse
from moto.core.responses import ActionResult, EmptyResult
from moto.moto_api._internal import mock_random

from ...calls.errors import EmulatorError
from ...patch import adds, wraps

urls.url_paths.update(
    {
        path: AppConfigResponse.dispatch
        for path in (
            "{0}/applications/(?P<app_id>[^/]+)/environments$",
            "{0}/applications/(?P<app_id>[^/]+)/environments/(?P<rest>.+)$",
            "{0}/deploymentstrategies$",
            "{0}/deploymentstrategies/(?P<strategy_id>[^/]+)$",
            # The path of DeleteDeploymentStrategy is misspelt in AWS's own model.
            "{0}/deployementstrategies/(?P<strategy_id>[^/]+)$",
        )
    }
)


@wraps(AppConfigResponse)
def __init__(original, self):
    """Parameters parsed from the model of AppConfig, for the operations that moto lacks."""
    original(self)
    self.automated_parameter_parsing = True


@wraps(Application)
def __init__(original, self, *args, **kwargs):
    original(self, *args, **kwargs)
    self.environments = {}


def new_id():
    return mock_random.get_random_hex(7)


def not_found(kind, name):
    return EmulatorError("ResourceNotFoundException", f"{kind} {name} could not be found")


def find(things, kind, name):
    try:
        return things[name]
    except KeyError:
        raise not_found(kind, name) from None


def application_of(response):
    return find(response.appconfig_backend.applications, "Application", response.params["ApplicationId"])


def environment_of(response):
    return find(application_of(response).environments, "Environment", response.params["EnvironmentId"])


def refuse_to_delete(kind, name, what):
    raise EmulatorError(
        "BadRequestException", f"Cannot delete {kind} {name} because there are still {what} existing under it."
    )


@adds(AppConfigResponse)
def list_applications(self):
    """To find one by its name."""
    return ActionResult({"Items": list(self.appconfig_backend.applications.values())})


@wraps(AppConfigResponse)
def delete_application(original, self):
    """moto deletes it with all that is in it, and whatever does not exist."""
    application = application_of(self)
    if application.environments or application.config_profiles:
        refuse_to_delete("application", application.id, "environments or configuration profiles")
    return original(self)


@adds(AppConfigResponse)
def create_environment(self):
    """aws_appconfig_environment"""
    application, environment_id = application_of(self), new_id()
    environment = {
        "ApplicationId": application.id,
        "Id": environment_id,
        "Name": self.params["Name"],
        "Description": self.params.get("Description"),
        "Monitors": self.params.get("Monitors", []),
        "State": "READY_FOR_DEPLOYMENT",
        "Deployments": [],
    }
    application.environments[environment_id] = environment
    self.appconfig_backend.tag_resource(f"{application.arn}/environment/{environment_id}", self.params.get("Tags", {}))
    return ActionResult(environment)


@adds(AppConfigResponse)
def list_environments(self):
    """To find one by its name."""
    return ActionResult({"Items": list(application_of(self).environments.values())})


@adds(AppConfigResponse)
def update_environment(self):
    """aws_appconfig_environment: all changes in place."""
    environment = environment_of(self)
    environment.update({key: self.params[key] for key in ("Name", "Description", "Monitors") if key in self.params})
    return ActionResult(environment)


@adds(AppConfigResponse)
def delete_environment(self):
    """aws_appconfig_environment: its deployments go with it, one that is under way as well."""
    del application_of(self).environments[environment_of(self)["Id"]]
    return EmptyResult()

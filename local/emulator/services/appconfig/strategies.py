"""AppConfig's deployment strategies: those of AWS, and those of the account."""

from moto.appconfig.models import AppConfigBackend
from moto.appconfig.responses import AppConfigResponse
from moto.core.responses import ActionResult, EmptyResult

from ...calls.errors import EmulatorError
from ...patch import adds, wraps
from .appconfig import find, new_id

# Id: minutes of deployment, growth in percent, growth, minutes of bake.
PREDEFINED = {
    "AppConfig.AllAtOnce": (0, 100, "LINEAR", 10),
    "AppConfig.Linear50PercentEvery30Seconds": (1, 50, "LINEAR", 1),
    "AppConfig.Canary10Percent20Minutes": (20, 10, "EXPONENTIAL", 10),
}


@wraps(AppConfigBackend)
def __init__(original, self, *args, **kwargs):
    original(self, *args, **kwargs)
    self.deployment_strategies = {
        name: {
            "Id": name,
            "Name": name,
            "DeploymentDurationInMinutes": minutes,
            "GrowthFactor": growth,
            "GrowthType": growth_type,
            "FinalBakeTimeInMinutes": bake,
            "ReplicateTo": "NONE",
        }
        for name, (minutes, growth, growth_type, bake) in PREDEFINED.items()
    }


def strategy_of(response):
    strategies = response.appconfig_backend.deployment_strategies
    return find(strategies, "Deployment strategy", response.params["DeploymentStrategyId"])


@adds(AppConfigResponse)
def create_deployment_strategy(self):
    """aws_appconfig_deployment_strategy"""
    strategy_id = new_id()
    strategy = {
        "FinalBakeTimeInMinutes": 0,
        "GrowthType": "LINEAR",
        "ReplicateTo": "NONE",
        **{key: value for key, value in self.params.items() if key != "Tags"},
        "Id": strategy_id,
    }
    self.appconfig_backend.deployment_strategies[strategy_id] = strategy
    arn = f"arn:aws:appconfig:{self.region}:{self.current_account}:deploymentstrategy/{strategy_id}"
    self.appconfig_backend.tag_resource(arn, self.params.get("Tags", {}))
    return ActionResult(strategy)


@adds(AppConfigResponse)
def get_deployment_strategy(self):
    """aws_appconfig_deployment_strategy"""
    return ActionResult(strategy_of(self))


@adds(AppConfigResponse)
def update_deployment_strategy(self):
    """aws_appconfig_deployment_strategy: all but the name changes in place."""
    strategy = strategy_of(self)
    strategy.update({key: value for key, value in self.params.items() if key != "DeploymentStrategyId"})
    return ActionResult(strategy)


@adds(AppConfigResponse)
def delete_deployment_strategy(self):
    """aws_appconfig_deployment_strategy"""
    strategy = strategy_of(self)
    if strategy["Id"] in PREDEFINED:
        raise EmulatorError("BadRequestException", f"{strategy['Id']} is predefined and cannot be deleted")
    del self.appconfig_backend.deployment_strategies[strategy["Id"]]
    return EmptyResult()

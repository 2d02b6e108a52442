import json
import time

import pytest
from botocore.exceptions import ClientError

from .probes.made import role


@pytest.fixture
def appconfig(account):
    return account.client("appconfig")


@pytest.fixture
def application(appconfig):
    return appconfig.create_application(Name="a")["Id"]


@pytest.fixture
def environment(account, appconfig, application, alarm):
    monitors = [{"AlarmArn": alarm, "AlarmRoleArn": role(account, "appconfig.amazonaws.com")}]
    made = appconfig.create_environment(ApplicationId=application, Name="e", Monitors=monitors, Tags={"k": "v"})
    return {"ApplicationId": application, "EnvironmentId": made["Id"]}


@pytest.fixture
def alarm(account):
    cloudwatch = account.client("cloudwatch")
    cloudwatch.put_metric_alarm(
        AlarmName="errors", EvaluationPeriods=1, ComparisonOperator="GreaterThanThreshold", Threshold=1
    )
    return cloudwatch.describe_alarms()["MetricAlarms"][0]["AlarmArn"]


@pytest.fixture
def profile(appconfig, application):
    made = appconfig.create_configuration_profile(
        ApplicationId=application, Name="flags", LocationUri="hosted", Type="AWS.AppConfig.FeatureFlags"
    )
    return {"ApplicationId": application, "ConfigurationProfileId": made["Id"]}


@pytest.fixture
def write(appconfig, profile):
    def write(enabled, **parts):
        document = {
            "version": "1",
            "flags": {"checkout": {"name": "Checkout"}},
            "values": {"checkout": {"enabled": enabled}},
            **parts,
        }
        return appconfig.create_hosted_configuration_version(
            **profile, Content=json.dumps(document), ContentType="application/json"
        )["VersionNumber"]

    return write


@pytest.fixture
def deploy(appconfig, environment, profile, write):
    def deploy(enabled, strategy="AppConfig.AllAtOnce"):
        return appconfig.start_deployment(
            **environment,
            ConfigurationProfileId=profile["ConfigurationProfileId"],
            ConfigurationVersion=str(write(enabled)),
            DeploymentStrategyId=strategy,
        )

    return deploy


@pytest.fixture
def state(appconfig, environment):
    return lambda number: appconfig.get_deployment(**environment, DeploymentNumber=number)["State"]


@pytest.fixture
def strategy(appconfig):
    def strategy(minutes, bake, growth=100):
        return appconfig.create_deployment_strategy(
            Name="s", DeploymentDurationInMinutes=minutes, FinalBakeTimeInMinutes=bake, GrowthFactor=growth
        )["Id"]

    return strategy


class Client:
    """A running service, or the agent beside it."""

    def __init__(self, account, environment, profile):
        self._api = account.client("appconfigdata")
        self.token = self._api.start_configuration_session(
            ApplicationIdentifier="a", EnvironmentIdentifier="e", ConfigurationProfileIdentifier="flags"
        )["InitialConfigurationToken"]

    def poll(self):
        answer = self._api.get_latest_configuration(ConfigurationToken=self.token)
        self.token = answer["NextPollConfigurationToken"]
        return json.loads(answer["Configuration"].read() or "null")


@pytest.fixture
def client(account, environment, profile):
    return lambda: Client(account, environment, profile)


def wait_for(state, number, wanted):
    for _ in range(50):
        if state(number) == wanted:
            return
        time.sleep(0.1)
    raise AssertionError(f"deployment {number} is {state(number)}, not {wanted}")


def test_two_applications_may_have_one_name(appconfig):
    made = {appconfig.create_application(Name="a")["Id"] for _ in range(2)}
    assert {application["Id"] for application in appconfig.list_applications()["Items"]} == made
    assert len(made) == 2


def test_an_environment_is_read_back_and_changes(appconfig, account, environment, alarm):
    read = appconfig.get_environment(**environment)
    assert (read["Name"], read["State"], read["Monitors"][0]["AlarmArn"]) == ("e", "READY_FOR_DEPLOYMENT", alarm)
    appconfig.update_environment(**environment, Description="new", Monitors=[])
    read = appconfig.get_environment(**environment)
    assert (read["Name"], read["Description"], read["Monitors"]) == ("e", "new", [])
    arn = f"arn:aws:appconfig:eu-central-1:{account.id}:application/{read['ApplicationId']}/environment/{read['Id']}"
    assert appconfig.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"k": "v"}


def test_a_strategy_has_defaults_and_changes(appconfig):
    made = appconfig.create_deployment_strategy(Name="s", DeploymentDurationInMinutes=5, GrowthFactor=20)
    assert (made["GrowthType"], made["FinalBakeTimeInMinutes"], made["ReplicateTo"]) == ("LINEAR", 0, "NONE")
    appconfig.update_deployment_strategy(DeploymentStrategyId=made["Id"], FinalBakeTimeInMinutes=3)
    assert appconfig.get_deployment_strategy(DeploymentStrategyId=made["Id"])["FinalBakeTimeInMinutes"] == 3
    appconfig.delete_deployment_strategy(DeploymentStrategyId=made["Id"])
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        appconfig.get_deployment_strategy(DeploymentStrategyId=made["Id"])


def test_a_profile_keeps_its_key(appconfig, account, profile):
    key = account.client("kms").create_key()["KeyMetadata"]
    changed = appconfig.update_configuration_profile(**profile, KmsKeyIdentifier=key["KeyId"])
    assert (changed["KmsKeyIdentifier"], changed["KmsKeyArn"]) == (key["KeyId"], key["Arn"])
    with pytest.raises(ClientError, match="does not exist"):
        appconfig.update_configuration_profile(**profile, KmsKeyIdentifier="alias/none")


def test_what_still_has_parts_is_not_deleted(appconfig, account, environment, profile, write):
    version = write(True)
    with pytest.raises(ClientError, match="BadRequestException.*still hosted configuration versions"):
        appconfig.delete_configuration_profile(**profile)
    with pytest.raises(ClientError, match="BadRequestException.*still environments or configuration profiles"):
        appconfig.delete_application(ApplicationId=profile["ApplicationId"])
    appconfig.delete_hosted_configuration_version(**profile, VersionNumber=version)
    appconfig.delete_configuration_profile(**profile)
    appconfig.delete_environment(**environment)
    appconfig.delete_application(ApplicationId=profile["ApplicationId"])
    assert {kind for service, kind in account.kinds() if service == "appconfig"} == set()


def test_flags_are_read_back_with_dates(appconfig, profile, write):
    content = appconfig.get_hosted_configuration_version(**profile, VersionNumber=write(True))["Content"].read()
    document = json.loads(content)
    assert document["flags"]["checkout"].keys() == {"name", "_createdAt", "_updatedAt"}
    assert document["values"]["checkout"].keys() == {"enabled", "_createdAt", "_updatedAt"}


def test_versions_are_listed(appconfig, profile, write):
    assert appconfig.list_hosted_configuration_versions(**profile)["Items"] == []
    write(True)
    (version,) = appconfig.list_hosted_configuration_versions(**profile)["Items"]
    assert version.items() >= {**profile, "VersionNumber": 1, "ContentType": "application/json"}.items()


def test_the_number_of_a_deleted_version_is_given_again(appconfig, profile, write):
    appconfig.delete_hosted_configuration_version(**profile, VersionNumber=write(True))
    assert write(False) == 1


@pytest.mark.parametrize(
    "parts, problem",
    [
        ({"version": "2"}, "/version"),
        ({"flags": {"Checkout": {"name": "x"}}}, "/flags/Checkout: a key must match"),
        ({"flags": {"checkout": {"name": "x", "title": "y"}}}, "/flags/checkout: got .'title'."),
        ({"flags": {"checkout": {"name": "a\nb"}}}, "/flags/checkout/name"),
        ({"values": {"other": {"enabled": True}}}, "/values/other: there is no flag"),
        ({"values": {"checkout": {"enabled": "true"}}}, "/values/checkout/enabled: got 'true'"),
        ({"extra": 1}, "/: got .'extra'."),
    ],
)
def test_fails_on_a_document_that_is_not_of_flags(write, parts, problem):
    with pytest.raises(ClientError, match=f"BadRequestException.*{problem}"):
        write(True, **parts)


def test_fails_on_a_flag_with_attributes_which_the_emulator_does_not_check(write):
    with pytest.raises(ClientError, match="NotImplemented"):
        write(True, flags={"checkout": {"name": "x", "attributes": {"limit": {}}}})


def test_a_deployment_bakes_before_it_is_complete(appconfig, environment, strategy, deploy, state):
    assert deploy(True, strategy(minutes=0, bake=1))["State"] == "BAKING"
    assert appconfig.get_environment(**environment)["State"] == "DEPLOYING"
    wait_for(state, 1, "COMPLETE")
    assert appconfig.get_environment(**environment)["State"] == "READY_FOR_DEPLOYMENT"


def test_fails_on_a_deployment_while_another_bakes(strategy, deploy, state):
    deploy(True, strategy(minutes=0, bake=1))
    with pytest.raises(ClientError, match="ConflictException"):
        deploy(False)
    wait_for(state, 1, "COMPLETE")
    assert deploy(False)["DeploymentNumber"] == 2


def test_a_service_reads_what_is_deployed_and_nothing_twice(strategy, deploy, client):
    deploy(True, strategy(minutes=0, bake=0))
    service = client()
    assert service.poll() == {"checkout": {"enabled": True}}
    assert service.poll() is None
    deploy(False)
    assert service.poll() == {"checkout": {"enabled": False}}


def test_a_version_that_is_only_written_is_not_read(write, client):
    write(True)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        client().poll()


def test_a_growing_deployment_reaches_some_first(strategy, deploy, client, state):
    deploy(False, strategy(minutes=0, bake=0))
    services = [client() for _ in range(40)]
    deploy(True, strategy(minutes=60, bake=0, growth=50))
    read = [service.poll()["checkout"]["enabled"] for service in services]
    assert 0 < sum(read) < len(read)
    assert state(2) == "DEPLOYING"


@pytest.mark.parametrize("before", [True, False], ids=["before the deployment", "while it bakes"])
def test_an_alarm_rolls_back(appconfig, account, environment, strategy, deploy, client, state, before):
    def set_off():
        account.client("cloudwatch").set_alarm_state(AlarmName="errors", StateValue="ALARM", StateReason="test")

    deploy(False, strategy(minutes=0, bake=0))
    service = client()
    if before:
        set_off()
    deploy(True, strategy(minutes=0, bake=5))
    if not before:
        assert service.poll() == {"checkout": {"enabled": True}}
        set_off()
    account.client("cloudwatch").set_alarm_state(AlarmName="errors", StateValue="OK", StateReason="over")
    assert service.poll() == {"checkout": {"enabled": False}}
    assert [state(1), state(2)] == ["COMPLETE", "ROLLED_BACK"]
    assert appconfig.get_environment(**environment)["State"] == "ROLLED_BACK"


def test_an_alarm_after_the_bake_changes_nothing(account, strategy, deploy, state):
    deploy(True, strategy(minutes=0, bake=0))
    account.client("cloudwatch").set_alarm_state(AlarmName="errors", StateValue="ALARM", StateReason="test")
    assert state(1) == "COMPLETE"


def test_a_deployment_is_stopped_and_reverted_by_hand(appconfig, environment, strategy, deploy, client):
    deploy(False, strategy(minutes=0, bake=0))
    service = client()
    deploy(True)
    appconfig.stop_deployment(**environment, DeploymentNumber=2)
    assert service.poll() == {"checkout": {"enabled": False}}
    deploy(True, strategy(minutes=0, bake=0))
    with pytest.raises(ClientError, match="BadRequestException"):
        appconfig.stop_deployment(**environment, DeploymentNumber=3)
    appconfig.stop_deployment(**environment, DeploymentNumber=3, AllowRevert=True)
    states = [deployment["State"] for deployment in appconfig.list_deployments(**environment)["Items"]]
    assert states == ["REVERTED", "ROLLED_BACK", "COMPLETE"]


def test_what_is_deployed_outlives_its_version(appconfig, profile, strategy, deploy, client):
    deploy(True, strategy(minutes=0, bake=0))
    appconfig.delete_hosted_configuration_version(**profile, VersionNumber=1)
    assert client().poll() == {"checkout": {"enabled": True}}


def test_fails_on_a_session_for_what_does_not_exist(account, environment, profile):
    with pytest.raises(ClientError, match="ResourceNotFoundException.*Application none"):
        account.client("appconfigdata").start_configuration_session(
            ApplicationIdentifier="none", EnvironmentIdentifier="e", ConfigurationProfileIdentifier="flags"
        )


def test_fails_on_a_token_that_nobody_gave(account):
    with pytest.raises(ClientError, match="BadRequestException"):
        account.client("appconfigdata").get_latest_configuration(ConfigurationToken="x")

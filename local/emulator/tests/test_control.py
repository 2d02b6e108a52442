import time

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError

THROTTLED = {"status": 400, "code": "ThrottlingException", "message": "Rate exceeded"}


@pytest.fixture(autouse=True)
def no_faults_left(emulator):
    yield
    emulator.control("DELETE", "faults")


def test_health(emulator):
    status, health = emulator.control("GET", "health")
    assert status == 200
    assert health["pid"] == emulator.process.pid
    assert health["moto"] == "5.2.1"


def test_an_unknown_control_call_lists_those_that_exist(emulator):
    status, answer = emulator.control("GET", "helth")
    assert status == 404
    assert "GET /_emulator/health" in answer["calls"]


def test_requests_since_a_time(account, emulator):
    account.client("sqs").list_queues()
    last = account.requests()[-1]
    account.client("sns").list_topics()
    _, entries = emulator.control("GET", f"requests?since={last['time'].replace('+', '%2B')}")
    assert [entry["action"] for entry in entries if entry["account"] == account.id] == ["ListTopics"]


@pytest.mark.parametrize(
    "service, action",
    [
        ("sqs", "list_queues"),
        ("sns", "list_topics"),
        ("eks", "list_clusters"),
        ("ec2", "describe_vpcs"),
        ("s3", "list_buckets"),
    ],
)
def test_a_fault_is_an_error_in_the_protocol_of_the_service(account, emulator, service, action):
    emulator.control("POST", "faults", {"service": service, "account": account.id, **THROTTLED})
    with pytest.raises(ClientError) as error:
        getattr(account.client(service), action)()
    assert (
        error.value.response["Error"] | {"Code": "ThrottlingException", "Message": "Rate exceeded"}
        == error.value.response["Error"]
    )
    assert account.requests()[-1]["status"] == 400


@pytest.mark.parametrize(
    "service, action, arguments, status",
    [("s3", "head_bucket", {"Bucket": "b"}, 503), ("ec2", "describe_vpcs", {}, 503), ("sns", "list_topics", {}, 400)],
)
def test_each_service_throttles_in_its_own_words(account, emulator, service, action, arguments, status):
    emulator.control("POST", "faults", {"service": "*", "account": account.id, "effect": "throttled"})
    with pytest.raises(ClientError):
        getattr(account.client(service), action)(**arguments)
    assert account.requests()[-1]["status"] == status


def test_a_fault_ends_after_its_times_and_the_sdk_retries_it(account, emulator):
    emulator.control("POST", "faults", {"service": "sns", "account": account.id, "times": 2, **THROTTLED})
    config = Config(retries={"total_max_attempts": 5, "mode": "standard"})
    account.client("sns", config=config).list_topics()
    assert [entry["status"] for entry in account.requests()] == [400, 400, 200]


def test_a_fault_hits_only_the_action_and_account_that_it_names(account, emulator):
    emulator.control("POST", "faults", {"service": "sns", "action": "CreateTopic", "account": account.id, **THROTTLED})
    emulator.control("POST", "faults", {"service": "sns", "account": "999999999999", **THROTTLED})
    account.client("sns").list_topics()
    with pytest.raises(ClientError, match="Rate exceeded"):
        account.client("sns").create_topic(Name="t")


def test_a_fault_can_wait_first(account, emulator):
    emulator.control("POST", "faults", {"service": "sns", "account": account.id, "delay_ms": 300, **THROTTLED})
    started = time.monotonic()
    with pytest.raises(ClientError):
        account.client("sns").list_topics()
    assert time.monotonic() - started > 0.3


def test_a_fault_of_no_probability_never_hits(account, emulator):
    emulator.control("POST", "faults", {"service": "sns", "account": account.id, "probability": 0, **THROTTLED})
    account.client("sns").list_topics()


ONCE = Config(retries={"total_max_attempts": 1})


def test_a_fault_of_any_service_ends_by_itself(account, emulator):
    # Made before, as that takes its time.
    sns, iam = (account.client(service, config=ONCE) for service in ("sns", "iam"))
    emulator.control("POST", "faults", {"service": "*", "account": account.id, "seconds": 3, **THROTTLED})
    for call in (sns.list_topics, iam.list_roles):
        with pytest.raises(ClientError, match="Rate exceeded"):
            call()
    time.sleep(3)
    account.client("sns").list_topics()


def test_an_answer_can_come_late(account, emulator):
    emulator.control("POST", "faults", {"service": "sns", "account": account.id, "effect": "late", "delay_ms": 300})
    started = time.monotonic()
    account.client("sns").list_topics()
    assert time.monotonic() - started > 0.3


def test_a_fault_can_be_for_one_path(account, emulator):
    s3 = account.client("s3", config=ONCE)
    s3.create_bucket(Bucket="of-paths", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    emulator.control("POST", "faults", {"service": "s3", "path": "/of-paths/one.tfstate", **THROTTLED})
    s3.put_object(Bucket="of-paths", Key="other.tfstate", Body=b"{}")
    with pytest.raises(ClientError, match="Rate exceeded"):
        s3.put_object(Bucket="of-paths", Key="one.tfstate", Body=b"{}")


@pytest.mark.parametrize("effect, is_made", [("lost-call", False), ("lost-answer", True)])
def test_a_connection_can_end_before_the_call_is_done_or_after_it(account, emulator, effect, is_made):
    emulator.control("POST", "faults", {"service": "sns", "account": account.id, "effect": effect, "times": 1})
    sns = account.client("sns", config=ONCE)
    with pytest.raises(ConnectionClosedError):
        sns.create_topic(Name=effect)
    assert (f":{effect}" in str(sns.list_topics()["Topics"])) == is_made


def test_fails_on_an_effect_that_there_is_not(emulator):
    status, answer = emulator.control("POST", "faults", {"service": "sns", "effect": "lost"})
    assert (status, answer["error"]) == (400, "effect: got 'lost'; allowed: error, throttled, late, lost-call, lost-answer")


def test_faults_are_listed_and_removed(account, emulator):
    fault = {"service": "sns", "account": account.id, **THROTTLED}
    first, second = (emulator.control("POST", "faults", fault)[1]["id"] for _ in range(2))
    assert emulator.control("DELETE", f"faults/{first}")[0] == 200
    assert emulator.control("DELETE", f"faults/{first}") == (404, {"error": f"no fault {first}"})
    assert [known["id"] for known in emulator.control("GET", "faults")[1]] == [second]
    emulator.control("DELETE", "faults")
    account.client("sns").list_topics()


def test_fails_on_a_fault_that_is_misspelt(emulator):
    status, answer = emulator.control("POST", "faults", {"service": "sns", "stauts": 400})
    assert status == 400
    assert "missing: ['code', 'message', 'status'], unknown: ['stauts']" in answer["error"]


def test_secrets_are_all_that_the_account_holds(account, emulator):
    account.client("secretsmanager").create_secret(Name="s", SecretString='{"user": "u", "password": "in-json"}')
    account.client("ssm").put_parameter(Name="p", Type="SecureString", Value="in-parameter")
    account.client("elasticache").create_user(
        UserId="u", UserName="u", Engine="redis", AccessString="on", Passwords=["in-cache-user-01"]
    )
    account.client("elasticache").create_replication_group(
        ReplicationGroupId="g",
        ReplicationGroupDescription="d",
        Engine="redis",
        CacheNodeType="cache.t4g.small",
        TransitEncryptionEnabled=True,
        AuthToken="in-cache-token-1",
    )
    account.client("rds").create_db_instance(
        DBInstanceIdentifier="d",
        DBInstanceClass="db.t4g.small",
        Engine="postgres",
        EngineVersion="17.5",
        MasterUsername="u",
        MasterUserPassword="in-database",
    )
    _, secrets = emulator.control("GET", "secrets")
    assert {"in-json", "in-parameter", "in-cache-user-01", "in-cache-token-1", "in-database"} <= set(secrets)

import time

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from .conftest import free_port, start, start_and_wait

EVERY_PROTOCOL = [
    ("sns", "get_sms_sandbox_account_status", {}),
    ("wafv2", "get_permission_policy", {"ResourceArn": "arn:aws:wafv2:eu-central-1:1:x/y"}),
    ("eks", "list_insights", {"clusterName": "c"}),
    ("devicefarm", "create_project", {"name": "p"}),
    ("xray", "get_groups", {}),
    ("route53", "list_cidr_collections", {}),
    ("ec2", "describe_fpga_images", {}),
    ("s3", "delete_bucket_analytics_configuration", {"Bucket": "b", "Id": "i"}),
]


# Those of a service that has several.
FILES = {"ec2": "ec2/ec2", "eks": "eks/eks"}


@pytest.mark.parametrize("service, action, arguments", EVERY_PROTOCOL)
def test_what_is_not_implemented_says_where_to_add_it(account, service, action, arguments):
    client = account.client(service)
    with pytest.raises(ClientError) as error:
        getattr(client, action)(**arguments)
    name = client.meta.method_to_api_mapping[action]
    assert error.value.response["Error"]["Message"] == (
        f"emulator: {service} {name} is not implemented: add it in local/emulator/services/{FILES.get(service, service)}.py"
    )
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501


def test_what_is_not_implemented_is_not_retried(account):
    client = account.client("sns", config=Config(retries={"total_max_attempts": 25, "mode": "standard"}))
    started = time.monotonic()
    with pytest.raises(ClientError):
        client.get_sms_sandbox_account_status()
    assert time.monotonic() - started < 2


def test_an_exception_inside_is_readable_and_its_traceback_is_in_the_log(account, emulator):
    with pytest.raises(ClientError, match="emulator: budgets UpdateBudget failed: KeyError"):
        account.client("budgets").update_budget(
            AccountId=account.id, NewBudget={"BudgetName": "none", "TimeUnit": "MONTHLY", "BudgetType": "COST"}
        )
    assert "Traceback" in (emulator.directory / "emulator.log").read_text()


def test_each_request_is_logged_with_its_account_and_without_its_body(account, emulator):
    account.client("ssm").put_parameter(Name="p", Type="SecureString", Value="do-not-log-me")
    entry = account.requests()[-1]
    assert {key: entry[key] for key in ("service", "action", "method", "path", "status")} == {
        "service": "ssm",
        "action": "PutParameter",
        "method": "POST",
        "path": "/",
        "status": 200,
    }
    assert "do-not-log-me" not in emulator.directory.joinpath("requests.jsonl").read_text()


def test_rest_calls_are_logged_by_their_name(account):
    s3 = account.client("s3")
    s3.create_bucket(Bucket=f"b-{account.id}", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    s3.put_object(Bucket=f"b-{account.id}", Key="folder/object", Body=b"x")
    s3.get_bucket_versioning(Bucket=f"b-{account.id}")
    s3.list_objects_v2(Bucket=f"b-{account.id}")
    account.client("eks").list_clusters()
    actions = [entry["action"] for entry in account.requests()]
    assert actions == ["CreateBucket", "PutObject", "GetBucketVersioning", "ListObjectsV2", "ListClusters"]


def test_a_failed_request_is_logged_with_its_response(account):
    with pytest.raises(ClientError):
        account.client("sqs").get_queue_url(QueueName="none")
    assert "QueueDoesNotExist" in account.requests()[-1]["response"]


def test_an_occupied_port_is_one_readable_line(emulator, tmp_path):
    process = start(emulator.port, tmp_path)
    output, _ = process.communicate(timeout=20)
    assert output == (
        f"emulator: cannot listen on 127.0.0.1:{emulator.port}: Address already in use."
        " Stop what uses it or choose another --port.\n"
    )
    # By which who started it knows that another port would do.
    assert process.returncode == 98


def test_it_exits_cleanly_when_told_to(tmp_path):
    running = start_and_wait(tmp_path)
    running.process.terminate()
    output, _ = running.process.communicate(timeout=5)
    assert running.process.returncode == 0
    assert "Traceback" not in output


def test_it_listens_on_this_machine_only(tmp_path):
    port = free_port()
    process = start(port, tmp_path)
    try:
        assert process.stdout.readline() == f"emulator: http://127.0.0.1:{port}\n"
    finally:
        process.terminate()
        process.wait()

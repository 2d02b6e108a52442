"""What Fluent Bit on a real node sends to CloudWatch Logs, of the kubelet's files."""

import json
from threading import Event
from types import SimpleNamespace

import pytest
from moto.iam.models import iam_backends
from moto.logs.models import logs_backends

from ..cluster.log_agent import LogAgent, NotSent, event
from ..cluster.log_agent_configuration import Output, group_of, outputs
from ..cluster.log_files import Container, Line, LogFiles

WEB = Container("shop", "web-x2x", "1-2", "web")
CONFIGURATION = """
[INPUT]
  Name                tail
  # Of all.
  Path                /var/log/containers/*.log

[OUTPUT]
  Name                cloudwatch_logs
  Match               application.*
  log_group_name      /aws/containerinsights/dev/application
  log_stream_prefix   ${HOST_NAME}-

[OUTPUT]
  Match               preview.*
  log_group_name      /aws/containerinsights/dev/application
  log_group_template  /acme/previews/$kubernetes['labels']['platform/preview']
"""
VALUES = json.dumps({"containerLogs": {"fluentBit": {"config": {"extraFiles": {"application-log.conf": CONFIGURATION}}}}})


@pytest.fixture
def file(tmp_path):
    folder = tmp_path / "shop_web-x2x_1-2" / "web"
    folder.mkdir(parents=True)
    return folder / "0.log"


def line(text, tag="F", second=0):
    return f"2026-11-30T02:15:{second:02}.369068795Z stdout {tag} {text}\n"


def texts(found):
    return [(container.name, [line.text for line in lines]) for container, lines in found]


def test_each_line_comes_once_and_whole(tmp_path, file):
    files = LogFiles(tmp_path)
    assert files.read() == []
    file.write_text(line("one") + line("two ", "P") + line("parts") + "2026-11-30T02:15:00Z stdo")
    assert texts(files.read()) == [("web", ["one", "two parts"])]
    assert files.read() == []
    with file.open("a") as more:
        more.write("ut F rest\n")
    assert texts(files.read()) == [("web", ["rest"])]


def test_what_a_pod_has_written_last_is_read_though_its_file_is_gone_or_another(tmp_path, file):
    files = LogFiles(tmp_path)
    file.write_text(line("first"))
    files.read()
    with file.open("a") as more:
        more.write(line("last"))
    file.rename(file.with_name("0.log.20261130-021600"))
    file.write_text(line("next"))
    assert texts(files.read()) == [("web", ["last"]), ("web", ["next"])]
    with file.open("a") as more:
        more.write(line("gone"))
    file.unlink()
    assert texts(files.read()) == [("web", ["gone"])]
    assert files.read() == []


def test_other_files_and_a_folder_that_is_not_there_are_no_logs(tmp_path):
    (tmp_path / "lost+found" / "x").mkdir(parents=True)
    (tmp_path / "lost+found" / "x" / "0.log").write_text(line("one"))
    assert LogFiles(tmp_path).read() == []
    assert LogFiles(tmp_path / "none").read() == []


def test_an_object_of_json_is_sent_as_one_and_anything_else_as_text():
    def sent(text):
        made = event(Line("2026-11-30T02:15:26.369068795Z", "stderr", text), WEB, {"service": "shop"}, "eu-central-1a")
        return json.loads(made["message"])

    assert sent('{"level":50}')["log_processed"] == {"level": 50}
    assert "log" not in sent('{"level":50}')
    for text in ("Listening", "[1]", "7", '{"cut'):
        assert sent(text)["log"] == text
    assert sent("x")["kubernetes"] == {
        "pod_name": "web-x2x",
        "namespace_name": "shop",
        "pod_id": "1-2",
        "labels": {"service": "shop"},
        "host": "this-machine",
        "container_name": "web",
    }


def test_an_event_has_the_time_of_its_line():
    made = event(Line("2026-11-30T02:15:26.369068795Z", "stdout", "x"), WEB, {}, "a")
    assert made["timestamp"] == 1796004926369


def test_the_configuration_of_the_addon_says_where_events_go():
    found = outputs(VALUES, "dev")
    assert group_of(found, {"service": "shop"}) == "/aws/containerinsights/dev/application"
    assert group_of(found, {"platform/preview": "pr-42"}) == "/acme/previews/pr-42"
    assert outputs(None, "c") == outputs("{}", "c") == [Output("/aws/containerinsights/c/application")]


ACCOUNT, REGION, GROUP = "123456789012", "eu-central-1", "/aws/containerinsights/c/application"
TRUST = json.dumps(
    {"Statement": [{"Effect": "Allow", "Principal": {"Service": "pods.eks.amazonaws.com"}, "Action": ["sts:AssumeRole", "sts:TagSession"]}]}
)


@pytest.fixture
def agent(tmp_path, file):
    """With a cluster that has the add-on, and no role for it yet."""
    cluster = SimpleNamespace(name="c", arn=f"arn:aws:eks:{REGION}:{ACCOUNT}:cluster/c", addons={}, pod_identities={})
    control_plane = SimpleNamespace(
        cluster=cluster, account=ACCOUNT, region=REGION, zones=[("n", "eu-central-1a")], pod_logs=tmp_path, stopping=Event()
    )
    file.write_text(line('{"level":"ERROR","msg":"no"}'))
    backend = logs_backends[ACCOUNT][REGION]
    backend.reset()
    iam_backends[ACCOUNT]["aws"].reset()
    return LogAgent(control_plane, api=None)


def let_in(agent, *actions):
    backend = iam_backends[ACCOUNT]["aws"]
    role = backend.create_role("agent", TRUST, "/", None, "", [], 3600)
    statement = {"Effect": "Allow", "Action": actions, "Resource": "*"}
    backend.put_role_policy("agent", "send", json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    association = {"namespace": "amazon-cloudwatch", "serviceAccount": "cloudwatch-agent", "effectiveRoleArn": role.arn}
    agent.cluster.pod_identities["a"] = association


def messages():
    streams = logs_backends[ACCOUNT][REGION].groups[GROUP].streams.values()
    return [each.message for stream in streams for each in stream.events]


def test_lines_are_sent_with_the_rights_of_the_agents_role_and_kept_until_then(agent):
    with pytest.raises(NotSent, match="log group .* does not exist"):
        agent.reconcile()
    logs_backends[ACCOUNT][REGION].create_log_group(GROUP, {})
    with pytest.raises(NotSent, match="amazon-cloudwatch/cloudwatch-agent has no Pod Identity association"):
        agent.reconcile()
    let_in(agent, "logs:CreateLogStream", "logs:PutLogEvents")
    agent.reconcile()
    agent.reconcile()
    assert [json.loads(message)["log_processed"]["msg"] for message in messages()] == ["no"]


def test_a_role_that_may_not_write_is_refused_as_by_aws(agent):
    logs_backends[ACCOUNT][REGION].create_log_group(GROUP, {})
    let_in(agent, "logs:CreateLogStream")
    with pytest.raises(NotSent, match="is not authorized to perform: logs:PutLogEvents on resource: .*because no identity-based"):
        agent.reconcile()
    assert messages() == []


def test_what_can_not_be_sent_is_in_nobodys_way(agent, tmp_path):
    logs_backends[ACCOUNT][REGION].create_log_group(GROUP, {})
    let_in(agent, "logs:CreateLogStream", "logs:PutLogEvents")
    agent.cluster.addons["amazon-cloudwatch-observability"] = {"configurationValues": VALUES.replace("/dev/", "/c/")}
    agent._labels["1-2"] = {"platform/preview": "pr-42"}
    other = tmp_path / "shop_job_3-4" / "job"
    other.mkdir(parents=True)
    (other / "0.log").write_text(line("done"))
    with pytest.raises(NotSent, match="/acme/previews/pr-42 does not exist"):
        agent.reconcile()
    assert [json.loads(message)["log"] for message in messages()] == ["done"]

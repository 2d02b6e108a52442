"""The agent on a node, which gives a container the credentials of its pod's role."""

import pytest
import requests

from .kubernetes_cluster import REGION, needs_kubernetes, path_of
from .test_pod_identity import make_plain_pod, wait_until_effective
from .workload import Workload

pytestmark = needs_kubernetes

AGENT = "pods.eks.amazonaws.com"


@pytest.fixture
def workload(cluster):
    made = Workload(cluster)
    made.make_identity()
    wait_until_effective()
    return made


def token(workload, pod, audience=AGENT, account="app"):
    """As the kubelet asks for what it puts into the pod's volume."""
    bound = {"kind": "Pod", "apiVersion": "v1", "name": pod["metadata"]["name"], "uid": pod["metadata"]["uid"]}
    status, answer = workload.admin.call(
        "POST",
        f"{path_of('ServiceAccount', account, workload.name)}/token",
        {
            "apiVersion": "authentication.k8s.io/v1",
            "kind": "TokenRequest",
            "spec": {"audiences": [audience], "boundObjectRef": bound},
        },
    )
    assert status == 201, answer
    return answer["status"]["token"]


def ask(workload, token, path="/v1/credentials"):
    agent = workload.cluster.control()["agent"]
    return requests.get(f"http://{agent}{path}", headers={"Authorization": token}, timeout=30)


def test_a_container_is_its_role_and_may_do_what_that_may(workload):
    pod = make_plain_pod(workload, "pod")
    answer = ask(workload, token(workload, pod))
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert found["AccountId"] == workload.account.id
    assert found["Expiration"].endswith("Z")
    keys = {
        "aws_access_key_id": found["AccessKeyId"],
        "aws_secret_access_key": found["SecretAccessKey"],
        "aws_session_token": found["Token"],
    }
    client = workload.cluster.emulator.client
    assert f":assumed-role/{workload.name}/eks-" in client("sts", **keys).get_caller_identity()["Arn"]
    value = client("secretsmanager", region=REGION, **keys).get_secret_value(SecretId=workload.secret)
    assert value["SecretString"] == '{"password": "first"}'
    secrets = client("secretsmanager", region=REGION, **keys)
    with pytest.raises(secrets.exceptions.ClientError, match="not authorized"):
        secrets.delete_secret(SecretId=workload.secret)


def test_a_policy_that_asks_for_the_pods_tags_lets_it_in(workload):
    condition = {"StringEquals": {"aws:PrincipalTag/kubernetes-namespace": workload.name}}
    statement = {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "*", "Condition": condition}
    workload.allow(statement)
    found = ask(workload, token(workload, make_plain_pod(workload, "pod"))).json()
    client = workload.cluster.emulator.client(
        "secretsmanager",
        region=REGION,
        aws_access_key_id=found["AccessKeyId"],
        aws_secret_access_key=found["SecretAccessKey"],
        aws_session_token=found["Token"],
    )
    assert client.get_secret_value(SecretId=workload.secret)["SecretString"]


@pytest.mark.parametrize("audience", ["sts.amazonaws.com", "https://kubernetes.default.svc.cluster.local"])
def test_a_token_that_was_made_for_somebody_else_gets_nothing(workload, audience):
    answer = ask(workload, token(workload, make_plain_pod(workload, "pod"), audience))
    assert (answer.status_code, answer.json()["code"]) == (400, "AccessDeniedException")


def test_what_is_no_token_gets_nothing(workload):
    assert ask(workload, "nonsense").status_code == 400
    assert ask(workload, "").status_code == 400


def test_a_pod_without_an_association_gets_nothing_and_the_reason(workload):
    workload.admin.create("ServiceAccount", "other", workload.name)
    pod = make_plain_pod(workload, "pod", account="other")
    answer = ask(workload, token(workload, pod, account="other"))
    assert answer.status_code == 400
    assert f"{workload.name}/other has no Pod Identity association" in answer.json()["message"]

"""Credentials for pods: given when a pod is made, from the time on when its association is effective."""

import pytest

from ..pace import SECONDS
from .kubernetes_cluster import needs_kubernetes
from .waiting import go_forward, until
from .workload import Workload

pytestmark = needs_kubernetes

EFFECTIVE_S = SECONDS["eks pod identity effective"][0]
TOKEN_FILE = "/var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token"


@pytest.fixture
def workload(cluster):
    return Workload(cluster)


def variables(container):
    return {variable["name"]: variable.get("value") for variable in container.get("env", [])}


def token_volumes(pod):
    return [volume for volume in pod["spec"]["volumes"] if volume["name"] == "eks-pod-identity-token"]


def has_credentials(pod):
    names = [name for container in pod["spec"]["containers"] for name in variables(container)]
    return "AWS_CONTAINER_CREDENTIALS_FULL_URI" in names


def make_plain_pod(workload, name, account="app", **spec):
    container = {"name": "app", "image": "app:1", **spec.pop("container", {})}
    return workload.admin.create(
        "Pod", name, workload.name, spec={"serviceAccountName": account, "containers": [container], **spec}
    )


def wait_until_effective():
    go_forward(EFFECTIVE_S)


def test_a_pod_that_comes_too_early_never_gets_credentials(workload):
    workload.make_identity()
    workload.make_pod("early")
    early = workload.admin.get("Pod", "early", workload.name)
    assert not has_credentials(early)
    assert not token_volumes(early)
    workload.wait_for("FailedMount", f"{workload.name}/app has no Pod Identity association that is effective", "early")
    # The provider of the secrets store asks for itself at each try, so the mount comes right; the pod does not.
    until(lambda: workload.is_mounted("early"), "the volume is mounted once the association is effective")
    assert not has_credentials(workload.admin.get("Pod", "early", workload.name))
    workload.make_pod("late")
    assert has_credentials(workload.admin.get("Pod", "late", workload.name))
    until(lambda: workload.is_mounted("late"), "the volume is mounted")


def test_every_container_finds_the_agent_and_a_token(workload):
    workload.make_identity()
    wait_until_effective()
    pod = make_plain_pod(workload, "pod", initContainers=[{"name": "first", "image": "app:1"}])
    for container in (*pod["spec"]["containers"], *pod["spec"]["initContainers"]):
        assert variables(container) == {
            "AWS_STS_REGIONAL_ENDPOINTS": "regional",
            "AWS_DEFAULT_REGION": "eu-central-1",
            "AWS_REGION": "eu-central-1",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.23/v1/credentials",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": TOKEN_FILE,
        }
        mounts = {mount["name"]: mount for mount in container["volumeMounts"]}
        assert mounts["eks-pod-identity-token"]["mountPath"] == TOKEN_FILE.rpartition("/")[0]
    [volume] = token_volumes(pod)
    assert volume["projected"]["sources"] == [
        {
            "serviceAccountToken": {
                "audience": "pods.eks.amazonaws.com",
                "expirationSeconds": 86400,
                "path": "eks-pod-identity-token",
            }
        }
    ]


def test_what_a_container_says_itself_stands(workload):
    workload.make_identity()
    wait_until_effective()
    own = [{"name": "AWS_REGION", "value": "eu-west-1"}, {"name": "A", "value": "b"}]
    pod = make_plain_pod(workload, "pod", container={"env": own})
    found = variables(pod["spec"]["containers"][0])
    assert (found["AWS_REGION"], found["A"]) == ("eu-west-1", "b")
    assert "AWS_DEFAULT_REGION" not in found
    assert has_credentials(pod)


def test_pods_of_other_service_accounts_are_left_alone(workload):
    workload.make_identity()
    wait_until_effective()
    workload.admin.create("ServiceAccount", "other", workload.name)
    assert not has_credentials(make_plain_pod(workload, "pod", account="other"))


def test_pods_get_nothing_once_the_association_is_gone(workload):
    workload.make_identity()
    wait_until_effective()
    eks, name = workload.cluster.eks, workload.cluster.name
    [found] = [
        each["associationId"]
        for each in eks.list_pod_identity_associations(clusterName=name)["associations"]
        if each["namespace"] == workload.name
    ]
    eks.delete_pod_identity_association(clusterName=name, associationId=found)
    assert not has_credentials(make_plain_pod(workload, "pod"))

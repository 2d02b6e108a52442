"""A pod that authenticates its servers must trust who signed their certificates, here as in AWS."""

import pytest

from ..pace import SECONDS
from .kubernetes_cluster import needs_kubernetes
from .waiting import go_forward, until
from .workload import Workload

pytestmark = needs_kubernetes

VOLUME = {"name": "authorities", "configMap": {"name": "authorities"}}


@pytest.fixture
def workload(cluster):
    made = Workload(cluster)
    made.admin.create("ConfigMap", "authorities", made.name, data={"bundle.pem": "Amazon's"})
    return made


def make_pod(workload, name, volumes):
    mounts = [{"name": volume["name"], "mountPath": f"/{volume['name']}"} for volume in volumes]
    container = {"name": "app", "image": "app:1", "volumeMounts": mounts}
    return workload.admin.create(
        "Pod", name, workload.name, spec={"serviceAccountName": "app", "containers": [container], "volumes": volumes}
    )


def config_maps(pod):
    return [volume["configMap"]["name"] for volume in pod["spec"]["volumes"] if "configMap" in volume]


def test_a_pod_gets_the_authority_of_the_emulator_and_terraform_sees_its_own(workload, kubernetes_emulator):
    authority = kubernetes_emulator.directory.parent / "authority" / "authority.pem"
    pod = make_pod(workload, "pod", [VOLUME, {"name": "other", "configMap": {"name": "other", "optional": True}}])
    assert config_maps(pod) == ["authorities-emulated", "other"]
    until(lambda: workload.admin.get("ConfigMap", "authorities-emulated", workload.name).get("data"))
    given = workload.admin.get("ConfigMap", "authorities-emulated", workload.name)
    assert given["data"] == {"bundle.pem": authority.read_text()}
    assert workload.admin.get("ConfigMap", "authorities", workload.name)["data"] == {"bundle.pem": "Amazon's"}


def test_it_gets_credentials_as_well(workload):
    workload.make_identity()
    go_forward(SECONDS["eks pod identity effective"][0])
    pod = make_pod(workload, "pod", [VOLUME])
    assert config_maps(pod) == ["authorities-emulated"]
    assert [volume["name"] for volume in pod["spec"]["volumes"][:2]] == ["eks-pod-identity-token", "authorities"]


def test_a_pod_that_mounts_none_is_left_as_it_is(workload):
    assert config_maps(make_pod(workload, "plain", [])) == []

"""The life of a cluster's Kubernetes API."""

import os
import signal
from pathlib import Path

import pytest
import requests
from botocore.exceptions import ClientError

from .conftest import Account, start_and_wait
from .kubernetes_cluster import PROGRAM, Cluster, needs_kubernetes
from .waiting import until

pytestmark = needs_kubernetes


def is_running(pid):
    try:
        # A zombie is not running; its parent, if this one was killed, takes a moment to notice.
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def own_cluster(kubernetes_emulator, account_numbers):
    """For tests that end it."""
    made = Cluster(kubernetes_emulator, Account(kubernetes_emulator, str(next(account_numbers))))
    yield made
    states = [made.eks.describe_cluster(name=name)["cluster"]["status"] for name in made.eks.list_clusters()["clusters"]]
    if states and states != ["DELETING"]:
        made.wait_until_active()
        made.eks.delete_cluster(name=made.name)


@pytest.fixture
def start_emulator():
    """For tests that end it."""
    started = []

    def start(directory):
        started.append(start_and_wait(directory, "--kubernetes", str(PROGRAM)))
        return started[-1]

    yield start
    for running in started:
        running.process.terminate()
        running.process.wait()


def test_a_cluster_is_creating_and_not_deleted_until_its_api_can_be_used(own_cluster):
    own_cluster.create()
    first = own_cluster.describe()
    assert first["status"] == "CREATING"
    assert "endpoint" not in first
    with pytest.raises(ClientError, match="ResourceInUseException"):
        own_cluster.eks.delete_cluster(name=own_cluster.name)
    assert is_running(own_cluster.control()["pid"])
    own_cluster.wait_until_active()
    assert own_cluster.admin.get("Namespace", "default")


def test_the_endpoint_is_trusted_by_the_clusters_certificate_authority_alone(cluster):
    endpoint = cluster.describe()["endpoint"]
    assert requests.get(f"{endpoint}/readyz", verify=str(cluster._ca)).status_code == 200
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(f"{endpoint}/readyz")


def test_there_is_a_node_in_each_zone_of_the_clusters_subnets(cluster):
    zones = [node["metadata"]["labels"]["topology.kubernetes.io/zone"] for node in cluster.admin.get("Node")]
    assert sorted(zones) == ["eu-central-1a", "eu-central-1b", "eu-central-1c"]


def test_nobody_gets_in_without_a_token(cluster):
    status = requests.get(f"{cluster.describe()['endpoint']}/api/v1/pods", verify=str(cluster._ca)).status_code
    assert status in (401, 403)


def test_the_control_call_tells_how_to_reach_each_cluster(cluster):
    known = cluster.control()
    assert known["region"] == "eu-central-1"
    assert known["endpoint"] == cluster.describe()["endpoint"]
    assert known["status"] == "ACTIVE"
    assert Path(known["kubeconfig"]).exists()
    assert is_running(known["pid"])


def test_a_deleted_cluster_leaves_no_process_and_no_data(own_cluster):
    known = own_cluster.create().wait_until_active().control()
    own_cluster.eks.delete_cluster(name=own_cluster.name)
    assert not is_running(known["pid"])
    assert not Path(known["kubeconfig"]).exists()
    assert own_cluster.control() is None
    until(lambda: ("eks", "clusters") not in own_cluster.account.kinds(), "EKS has deleted the cluster")


def test_a_crash_is_told_in_the_log_and_by_eks(own_cluster, kubernetes_emulator):
    pid = own_cluster.create().wait_until_active().control()["pid"]
    os.kill(pid, signal.SIGKILL)
    issues = until(lambda: own_cluster.describe()["health"]["issues"], "EKS tells of the crash")
    assert "its Kubernetes API ended with exit code -9" in issues[0]["message"]
    log = (kubernetes_emulator.directory / "emulator.log").read_text()
    assert f"ERROR cluster c of {own_cluster.account.id} in eu-central-1: its Kubernetes API ended" in log


# The second path is too long for a socket.
@pytest.mark.parametrize("end, folder", [(signal.SIGTERM, "short"), (signal.SIGINT, "long" * 25)])
def test_the_end_of_the_emulator_is_the_end_of_all_clusters(start_emulator, tmp_path, account_numbers, end, folder):
    emulator = start_emulator(tmp_path / folder)
    known = make_cluster(emulator, account_numbers).control()
    emulator.process.send_signal(end)
    assert emulator.process.wait(timeout=5) == 0
    assert not is_running(known["pid"])
    assert not Path(known["kubeconfig"]).exists()
    clusters = tmp_path / folder / "clusters"
    assert not clusters.exists()
    assert not clusters.is_symlink()


def test_a_killed_emulator_leaves_nothing_once_the_next_one_has_started(start_emulator, tmp_path, account_numbers):
    emulator = start_emulator(tmp_path)
    known = make_cluster(emulator, account_numbers).control()
    emulator.process.kill()
    emulator.process.wait()
    until(lambda: not is_running(known["pid"]), "the cluster notices that the emulator is gone")
    start_emulator(tmp_path)
    assert list((tmp_path / "clusters").iterdir()) == []


def make_cluster(emulator, account_numbers):
    return Cluster(emulator, Account(emulator, str(next(account_numbers)))).create().wait_until_active()

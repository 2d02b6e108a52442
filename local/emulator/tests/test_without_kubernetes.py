"""What a cluster is when its Kubernetes API is not there, or does not start."""

from .conftest import Account, free_port, start, start_and_wait
from .kubernetes_cluster import PROGRAM, Cluster, needs_kubernetes
from .waiting import until


def test_a_program_that_does_not_start_is_a_failed_cluster_with_its_last_words(tmp_path, account_numbers):
    program = tmp_path / "cluster"
    program.write_text("#!/bin/sh\necho cannot bind port\nexit 3\n")
    program.chmod(0o755)
    emulator = start_and_wait(tmp_path / "e", "--kubernetes", str(program))
    try:
        cluster = Cluster(emulator, Account(emulator, str(next(account_numbers)))).create()
        until(lambda: cluster.describe()["status"] == "FAILED", "the cluster has failed")
        assert "exit code 3: cannot bind port" in cluster.describe()["health"]["issues"][0]["message"]
        cluster.eks.delete_cluster(name="c")
    finally:
        emulator.process.terminate()
        emulator.process.wait()


def test_a_program_that_is_not_there_is_one_readable_line(tmp_path):
    process = start(free_port(), tmp_path, "--kubernetes", str(tmp_path / "nothing"))
    output, _ = process.communicate(timeout=20)
    assert process.returncode == 2
    assert f"{tmp_path / 'nothing'} is not a program: build it first" in output.splitlines()[-1]


def test_an_emulator_without_kubernetes_has_no_clusters_to_tell_of(account, emulator):
    cluster = Cluster(emulator, account).create()
    until(lambda: cluster.describe()["status"] == "ACTIVE", "the cluster is active")
    assert emulator.control("GET", "clusters") == (200, [])


@needs_kubernetes
def test_a_cluster_is_active_while_its_program_is_being_built_and_then_gets_its_api(tmp_path, account_numbers):
    program = tmp_path / "cluster"
    emulator = start_and_wait(tmp_path / "e", "--kubernetes", str(program), "--being-built")
    try:
        cluster = Cluster(emulator, Account(emulator, str(next(account_numbers)))).create()
        until(lambda: cluster.describe()["status"] == "ACTIVE", "the cluster is active")
        cluster.install("metrics-server")
        assert cluster.control()["endpoint"] is None
        program.symlink_to(PROGRAM)
        until(lambda: cluster.control()["endpoint"], "the API can be used")
        cluster.wait_until_active()
        assert cluster.describe()["endpoint"] == cluster.control()["endpoint"]
    finally:
        emulator.process.terminate()
        emulator.process.wait()


def test_a_cluster_whose_program_never_came_can_be_deleted(tmp_path, account_numbers):
    emulator = start_and_wait(tmp_path / "e", "--kubernetes", str(tmp_path / "cluster"), "--being-built")
    try:
        cluster = Cluster(emulator, Account(emulator, str(next(account_numbers)))).create()
        until(lambda: cluster.describe()["status"] == "ACTIVE", "the cluster is active")
        cluster.eks.delete_cluster(name="c")
        assert cluster.control() is None
    finally:
        emulator.process.terminate()
        emulator.process.wait()

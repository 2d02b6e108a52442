import os
import signal

import pytest

from ..waiting import until
from .conftest import STRANGER, Refused

ENGINES = {"postgres": ("postgres", "17.10"), "mysql": ("mysql", "8.4.10")}


@pytest.fixture(scope="module", params=ENGINES)
def name(real, request):
    """A database, which the tests of its engine share."""
    engine, version = ENGINES[request.param]
    group = own_group(real, engine, {"postgres": "postgres17", "mysql": "mysql8.4"}[engine])
    real.create(request.param, engine, version, DBParameterGroupName=group)
    real.query(request.param, "CREATE TABLE sale (id INT PRIMARY KEY); INSERT INTO sale VALUES (1)")
    return request.param


def own_group(real, engine, family):
    """As the platform has it: PostgreSQL forces TLS by itself, MySQL if it is told to."""
    name = f"own-{engine}"
    real.rds.create_db_parameter_group(DBParameterGroupName=name, DBParameterGroupFamily=family, Description="d")
    if engine == "mysql":
        set_parameter(real, name, "require_secure_transport", "1")
    return name


def set_parameter(real, group, name, value):
    parameter = {"ParameterName": name, "ParameterValue": value, "ApplyMethod": "immediate"}
    real.rds.modify_db_parameter_group(DBParameterGroupName=group, Parameters=[parameter])


def rows(real, name):
    return real.query(name, "SELECT id FROM sale ORDER BY id").split()


def test_it_is_of_the_major_that_was_asked_for_or_tells_what_stands_in(real, name):
    if name == "postgres":
        assert real.told(name).startswith("postgres: PostgreSQL 17.")
        assert real.query(name, "SHOW server_version").startswith("17.")
    else:
        assert "stands in for MySQL 8.4.10, which this machine does not have" in real.told(name)


def test_it_has_an_address_of_its_own_and_the_port_of_its_endpoint(real, name):
    endpoint = real.database(name)["Endpoint"]
    assert real.find(endpoint["Address"])["port"] == endpoint["Port"]


def test_nobody_comes_in_without_tls(real, name):
    with pytest.raises(Refused, match="no encryption|secure transport"):
        real.query(name, "SELECT 1", tls=False)


def test_a_client_that_trusts_another_authority_does_not_go_on(real, name):
    with pytest.raises(Refused, match="certificate verify failed"):
        real.query(name, "SELECT 1", authority=STRANGER)


def test_the_master_user_is_no_superuser(real, name):
    forbidden = {"postgres": "COPY sale TO PROGRAM 'true'", "mysql": "SELECT * FROM mysql.user; SHUTDOWN"}[name]
    with pytest.raises(Refused, match="(?i)denied"):
        real.query(name, forbidden)


def test_a_new_password_counts_and_the_old_one_no_longer(real, name):
    before = real.password(name)
    real.modify(name, RotateMasterUserPassword=True)
    assert real.password(name) != before
    assert rows(real, name) == ["1"]
    with pytest.raises(Refused, match="(?i)authentication failed|denied"):
        real.query(name, "SELECT 1", password=before)


def test_a_reboot_ends_the_sessions_and_keeps_the_rows(real, name):
    before = process(real, name)
    real.rds.reboot_db_instance(DBInstanceIdentifier=name)
    real.wait(name)
    after = process(real, name)
    assert after["pid"] != before["pid"]
    assert after["at"] == before["at"]
    assert rows(real, name) == ["1"]


def test_one_that_crashes_comes_back_with_its_rows(real, name):
    before = process(real, name)
    os.kill(before["pid"], signal.SIGKILL)
    until(lambda: (process(real, name) or before)["pid"] != before["pid"])
    assert rows(real, name) == ["1"]


def process(real, name):
    """None while there is none."""
    host = real.database(name)["Endpoint"]["Address"]
    return next((server for server in real.servers() if server["name"] == host), None)


def test_a_parameter_takes_effect(real, name):
    parameter = {"postgres": "log_min_duration_statement", "mysql": "long_query_time"}[name]
    ask, shown = {
        "postgres": (f"SHOW {parameter}", "3s"),
        "mysql": (f"SELECT @@GLOBAL.{parameter}", "3.000000"),
    }[name]
    set_parameter(real, f"own-{name}", parameter, {"postgres": "3000", "mysql": "3"}[name])
    until(lambda: real.query(name, ask) == shown)


def test_a_restored_one_has_the_rows_of_the_snapshot(real, name):
    real.rds.create_db_snapshot(DBInstanceIdentifier=name, DBSnapshotIdentifier=f"{name}-1")
    found = lambda: real.rds.describe_db_snapshots(DBSnapshotIdentifier=f"{name}-1")["DBSnapshots"][0]
    until(lambda: found()["Status"] == "available")
    real.query(name, "INSERT INTO sale VALUES (2)")
    real.rds.restore_db_instance_from_db_snapshot(DBInstanceIdentifier=f"{name}-r", DBSnapshotIdentifier=f"{name}-1")
    real.wait(f"{name}-r")
    real.modify(f"{name}-r", ManageMasterUserPassword=True)
    assert rows(real, f"{name}-r") == ["1"]
    assert rows(real, name) == ["1", "2"]


def test_a_major_upgrade_keeps_rows_and_passwords(real):
    """Of roles too, which services have."""
    real.create("old", *ENGINES["postgres"])
    real.query("old", "CREATE TABLE sale (id INT); INSERT INTO sale VALUES (7); CREATE ROLE guest LOGIN PASSWORD 'known'")
    real.modify("old", EngineVersion="18.4", AllowMajorVersionUpgrade=True)
    assert real.query("old", "SHOW server_version").startswith("18.")
    assert rows(real, "old") == ["7"]
    assert real.query("old", "SELECT rolname FROM pg_roles WHERE rolname = 'guest'") == "guest"


def test_a_deleted_one_is_gone(real):
    real.create("gone", *ENGINES["postgres"])
    host = real.database("gone")["Endpoint"]["Address"]
    assert real.find(host)
    real.rds.delete_db_instance(DBInstanceIdentifier="gone", SkipFinalSnapshot=True)
    until(lambda: all(server["name"] != host for server in real.servers()))

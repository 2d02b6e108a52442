"""What is decided about real servers without any. Those that run are in `real/`."""

from types import SimpleNamespace

import pytest

from ..servers.addresses import Addresses
from ..servers.desired.cache import digest, line_of
from ..servers.programs import Programs, stands_in
from .conftest import start_and_wait
from .waiting import until


@pytest.fixture
def machine(tmp_path):
    """Programs that tell their versions and do no more."""

    def has(**programs):
        for place, says in programs.items():
            path = tmp_path / place.replace("__", "/").replace("_", "-")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"#!/bin/sh\necho '{says}'\n")
            path.chmod(0o755)
        return Programs(tmp_path, system=tmp_path / "system")

    return has


@pytest.mark.parametrize(
    "asked, found, differs",
    [
        ("17.5", "17.12", False),
        ("18.1", "18.6", False),
        ("16.9", "17.12", True),
        ("19.1", "18.6", True),
    ],
)
def test_the_same_major_is_taken_then_the_next_above_then_below(machine, asked, found, differs):
    programs = machine(
        a__usr__lib__postgresql__17__bin__postgres="postgres (PostgreSQL) 17.12 (Debian 17.12-0)",
        b__usr__lib__postgresql__18__bin__postgres="postgres (PostgreSQL) 18.6",
    )
    program = programs.find("postgres", asked)
    assert program.version == found
    assert stands_in(program, "postgres", asked) == differs


def test_redis_stands_in_for_valkey_if_there_is_none_and_mariadb_for_nothing(machine):
    programs = machine(
        system__usr__bin__redis_server="Redis server v=7.0.15 sha=0",
        system__usr__sbin__mysqld="mysqld  Ver 10.11.6-MariaDB for debian-linux-gnu",
    )
    program = programs.find("valkey", "8.2")
    assert (program.engine, program.version) == ("redis", "7.0.15")
    assert stands_in(program, "valkey", "8.2")
    assert programs.find("mysql", "8.4.10") is None
    machine(new__usr__bin__valkey_server="Valkey server v=9.1.2 sha=0")
    assert programs.find("valkey", "8.2").engine == "valkey"


def test_a_user_of_elasticache_never_gets_the_commands_that_aws_keeps():
    user = SimpleNamespace(
        name="shop", passwords=["one", "two"], no_password_required=False, access_string="on ~shop:* +@all"
    )
    words = line_of(user).split()
    assert words[:2] == ["user", "shop"]
    assert {f"#{digest('one')}", f"#{digest('two')}"} < {*words}
    assert words.index("-config") > words.index("+@all")


def test_a_user_without_a_password_that_needs_one_cannot_sign_in():
    """So are those that sign in by IAM, whose tokens nothing here checks."""
    user = SimpleNamespace(name="shop", passwords=[], no_password_required=False, access_string="on ~* +@all")
    assert "nopass" not in line_of(user) and "#" not in line_of(user)


def test_addresses_are_of_the_subnet_and_differ_and_stay():
    addresses = Addresses()
    first = addresses.of("a", ("10.0.1.0/24", "10.0.2.0/24"))
    assert first == "10.0.1.254"
    assert addresses.of("b", ("10.0.1.0/24",)) == "10.0.1.253"
    assert addresses.of("a", ("10.0.1.0/24",)) == first
    addresses.free_others({"b"})
    assert addresses.of("c", ("10.0.1.0/24",)) == first
    assert addresses.of("d", ()) is None


def test_what_the_machine_has_no_program_for_is_simulated_and_told(tmp_path):
    """A database that never becomes available would stop every deploy."""
    emulator = start_and_wait(tmp_path / "emulator", "--servers", str(tmp_path / "none"))
    try:
        elasticache = emulator.client("elasticache")
        elasticache.create_cache_cluster(
            CacheClusterId="pages",
            Engine="memcached",
            EngineVersion="1.6.22",
            CacheNodeType="cache.t4g.micro",
            NumCacheNodes=1,
        )
        found = lambda: elasticache.describe_cache_clusters(CacheClusterId="pages")["CacheClusters"][0]
        until(lambda: found()["CacheClusterStatus"] == "available")
        told = emulator.control("GET", "servers/told")[1]
        listed = emulator.control("GET", "servers")[1]
        assert listed or told == ["pages: Memcached 1.6.22 is simulated: this machine has no program for memcached"]
    finally:
        emulator.process.terminate()
        emulator.process.wait()


def test_without_the_option_there_are_none(emulator):
    assert emulator.control("GET", "servers") == (200, [])
    assert emulator.control("GET", "servers/told") == (200, [])

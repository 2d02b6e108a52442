import os
import signal
import subprocess

import pytest

from ..conftest import Account, start_and_wait
from ..waiting import until
from .conftest import PROGRAMS, Real


def processes(emulator):
    """Those that have a file of an emulator's servers in their command line."""
    wanted = f"{emulator.directory.resolve()}/servers/"
    return subprocess.run(["pgrep", "-f", wanted], capture_output=True, text=True).stdout.split()


def start(directory, *options):
    return start_and_wait(directory / "emulator", "--servers", str(PROGRAMS), *options)


@pytest.fixture(scope="module")
def original(tmp_path_factory, account_numbers):
    """One with a single database."""
    emulator = start(tmp_path_factory.mktemp("original"))
    real = Real(emulator, Account(emulator, str(next(account_numbers))))
    real.create("kept", "postgres", "17.10")
    real.query("kept", "CREATE TABLE sale (id INT); INSERT INTO sale VALUES (1)")
    yield real
    emulator.process.terminate()
    emulator.process.wait()


def address(real):
    return real.find(real.database("kept")["Endpoint"]["Address"])["address"]


def test_one_that_goes_on_from_a_snapshot_has_the_rows_and_goes_its_own_way(original, tmp_path):
    status, answer = original.emulator.control("POST", "snapshot", {"directory": str(tmp_path / "snapshot")})
    assert status == 200, answer
    emulator = start(tmp_path, "--restore", str(tmp_path / "snapshot"))
    copy = original.on(emulator)
    copy.query("kept", "INSERT INTO sale VALUES (2)")
    assert copy.query("kept", "SELECT id FROM sale ORDER BY id").split() == ["1", "2"]
    assert original.query("kept", "SELECT id FROM sale") == "1"
    assert address(copy) == address(original)
    # Killed, it cannot end what it started.
    os.kill(emulator.process.pid, signal.SIGKILL)
    emulator.process.wait()
    until(lambda: not processes(emulator), "without servers")


def test_one_that_ends_leaves_no_server_and_no_file(original):
    assert processes(original.emulator)
    original.emulator.process.terminate()
    original.emulator.process.wait()
    until(lambda: not processes(original.emulator), "without servers")
    assert not (original.emulator.directory / "servers").exists()

"""What all kinds of servers have in common: a folder, a process, certificates."""

import secrets
import shutil
import signal
import socket
import subprocess
import time

from ... import child
from .. import process
from ..process import Failed

HOST = "127.0.0.1"
# Who the emulator signs in as. RDS has one of this name for itself, and takes it for no user.
OWNER = "rdsadmin"
START_SECONDS = 60
END_SECONDS = 10
POLL_SECONDS = 0.1


class Server:
    """A kind has `create`, which makes the first data of any server in a folder, `command`, and `adapt`, which brings a
    server that runs to what is desired."""

    # By which it ends in order.
    end_signal = signal.SIGTERM

    def __init__(self, program, folder, authority, programs):
        self.program, self.folder = program, folder
        self.port = None
        self._authority, self._programs = authority, programs
        self._process = None
        self._is_started = False
        # Known to nobody, and to none of the programs in their command lines.
        self._secret = secrets.token_hex(24)

    @property
    def data(self):
        return self.folder / "data"

    @property
    def output(self):
        return self.folder / "output.log"

    def start(self, desired):
        """With the data that are there, else with those of a new server. Returns once it does what is desired.

        @raises Failed
        """
        self._is_started = False
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self.data.exists():
            shutil.copytree(self._programs.first_data(self.program, self.create), self.data)
        self._authority.issue(desired.names, self.folder)
        # The same after a restart, for whoever forwards to it.
        self.port = self.port or free_port()
        self.prepare(desired)
        self._process = process.start(self.command(desired), self.output, cwd=self.folder)
        self._wait()
        self.adapt(desired)
        self._is_started = True

    def prepare(self, desired):
        """What a start needs beside the data."""

    @property
    def pid(self):
        return self._process and self._process.pid

    def is_running(self):
        return self._process is not None and self._process.poll() is None

    def can_be_reached(self):
        return self._is_started and self.is_running()

    def answers(self):
        """Whether it can be used. @raises Failed if it can't"""
        raise NotImplementedError

    def _wait(self):
        patience = time.monotonic() + START_SECONDS
        while True:
            try:
                return self.answers()
            except Failed as failed:
                if not self.is_running() or time.monotonic() > patience:
                    lines = self.output.read_text(errors="replace").splitlines()[-5:]
                    self.kill()
                    raise Failed(f"{self.program.title} does not start: {' | '.join(lines) or failed}") from None
            time.sleep(POLL_SECONDS)

    def stop(self):
        """In order, so that its data can be used again."""
        if self.is_running():
            self._process.send_signal(self.end_signal)
            try:
                self._process.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                pass
        self.kill()

    def upgrade(self, program, desired):
        """Goes on as another version, which brings the files of an older one into its own form by itself."""
        self.stop()
        self.program = program
        self.start(desired)

    def kill(self):
        if self._process:
            child.kill(self._process)

    def copy_to(self, folder):
        """While it stands still: it begins with the copy as after a crash."""
        with child.held(self._process):
            shutil.copytree(self.data, folder, ignore=shutil.ignore_patterns("*.pid", "*.lock", "*.sock"))


def free_port():
    with socket.socket() as found:
        found.bind((HOST, 0))
        return found.getsockname()[1]

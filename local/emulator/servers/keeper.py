"""Brings one server to what AWS's state asks for, in a thread of its own, so that several start side by side."""

import logging
import shutil
import threading

from .kinds import kinds
from .process import Failed

PERIOD_S = 2

log = logging.getLogger("emulator")


class Keeper(threading.Thread):
    def __init__(self, desired, folder, authority, programs, contents):
        super().__init__(daemon=True, name=f"keeps {desired.title}")
        self.desired = desired
        # What it does now. Another one is still to come.
        self.applied = None
        # Why there is no real server, if there is none.
        self.problem = None
        self.server = None
        self._folder, self._authority, self._programs, self._contents = folder, authority, programs, contents
        self._wanted_copies, self.failed_copies = set(), set()
        self._wake, self._ended = threading.Event(), threading.Event()
        # Held while the server is started, changed or copied.
        self._busy = threading.Lock()

    def is_behind(self, desired):
        return self.applied != desired

    def bring(self, desired):
        self.desired = desired
        self._wake.set()

    def copy(self, content):
        """Keeps what it holds now under that name, see `content.py`."""
        if content not in self.failed_copies:
            self._wanted_copies.add(content)
            self._wake.set()

    @property
    def is_copying(self):
        return bool(self._wanted_copies)

    def save(self, folder):
        """Copies its data into a folder, for another emulator. Nothing if it is simulated."""
        with self._busy:
            if self.server and self.server.is_running():
                self.server.copy_to(folder)

    def end(self):
        """Nothing is kept, so there is nothing to finish. Its thread removes what it held."""
        self._ended.set()
        self._wake.set()
        if self.server:
            self.server.kill()

    def run(self):
        while not self._ended.is_set():
            self._wake.clear()
            with self._busy:
                self._step()
            self._wake.wait(PERIOD_S)
        # Once more: it may just have been started.
        if self.server:
            self.server.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _step(self):
        desired = self.desired
        try:
            if desired != self.applied or self._has_crashed():
                self._apply(desired)
                self.problem = None
        except Exception as error:
            if self._ended.is_set():
                return
            if not isinstance(error, Failed) or str(error) != self.problem:
                log.exception("%s", self.name)
            self.problem = str(error)
        # Also after a failure: then it is as if no real server was there.
        self.applied = desired
        for content in tuple(self._wanted_copies):
            self._copy(content)

    def _has_crashed(self):
        return self.server is not None and self.problem is None and not self.server.is_running()

    def _apply(self, desired):
        program = self._programs.find(desired.engine, desired.version)
        if program is None:
            raise Failed(f"this machine has no program for {desired.engine}")
        if self.server is None:
            self.server = kinds.of(program)(program, self._folder, self._authority, self._programs)
            self._contents.give(desired.begins_with, self.server.data)
            self.server.start(desired)
        elif not self.server.is_running():
            self.server.start(desired)
        elif kinds.needs_upgrade(self.server.program, program):
            self.server.upgrade(program, desired)
        elif self._needs_restart(desired):
            self.server.stop()
            self.server.start(desired)
        else:
            self.server.adapt(desired)

    def _needs_restart(self, desired):
        """Its certificate is read at the start."""
        before = self.applied
        return before is None or (before.reboots, before.names, before.tls) != (desired.reboots, desired.names, desired.tls)

    def _copy(self, content):
        """Where there is no real server, there is nothing to copy."""
        try:
            if self.server and self.server.is_running():
                self._contents.take(content, self.server)
        except Exception:
            if not self._ended.is_set():
                log.exception("%s: no copy of its data", self.name)
        if not self._contents.has(content):
            self.failed_copies.add(content)
        self._wanted_copies.discard(content)

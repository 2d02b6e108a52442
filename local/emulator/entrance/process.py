"""The program that answers as load balancers do: it is started with the emulator, and ends with it."""

import logging
import os
import threading

from .. import child

# How often it looks whether a program that is being built is there, and when one that has ended is started again.
POLL_SECONDS = 0.5
AGAIN_SECONDS = 2

log = logging.getLogger("emulator")


class EntranceProcess:
    def __init__(self):
        self.access_log = None
        self._stopping = threading.Event()
        self._starting = threading.Lock()
        self._process = None

    def start(self, program, directory, url, port):
        """`port` or the next one that is free is where it listens. The program may still be under construction."""
        self.access_log = directory.resolve() / "entrance.jsonl"
        command = [program, "-emulator", url, "-port", str(port), "-log", self.access_log, "-parent", str(os.getpid())]
        output = directory / "entrance.log"
        threading.Thread(target=self._follow, args=[program, command, output], daemon=True, name="entrance").start()

    def stop(self):
        """Nothing is kept, so there is nothing to finish."""
        self._stopping.set()
        with self._starting:
            if self._process and self._process.poll() is None:
                child.kill(self._process)

    def _follow(self, program, command, output):
        while not program.exists():
            if self._stopping.wait(POLL_SECONDS):
                return
        while self._spawn(command, output):
            code = self._process.wait()
            if not self._stopping.is_set():
                log.error("the entrance ended with exit code %s and is started again: %s", code, output)
            if self._stopping.wait(AGAIN_SECONDS):
                return

    def _spawn(self, command, output):
        with self._starting, output.open("ab") as file:
            if self._stopping.is_set():
                return False
            self._process = child.start(command, file)
            return True


ENTRANCE = EntranceProcess()

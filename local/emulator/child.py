"""Programs that the emulator starts, each in a group of its own, so that what it starts in turn is reached with it."""

import os
import signal
import subprocess
from contextlib import contextmanager


def start(command, output, **settings):
    """-> the process. `output` is the open file that takes what it prints."""
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        **settings,
    )


def kill(process):
    """Ends its whole group, and returns when the process has ended."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


@contextmanager
def held(process):
    """Its whole group stands still meanwhile."""
    os.killpg(process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGCONT)

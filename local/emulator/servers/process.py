"""Programs of the servers: they end with the emulator, however it ends, and are not root.

The kernel kills a server when the thread that started it ends (prctl(2), PR_SET_PDEATHSIG): so one thread starts all of
them, and lives as long as the emulator. Where the emulator is root, a server is somebody else in a user namespace of its
own, since databases refuse to run as root: it reaches the files of the emulator all the same.
"""

import os
import subprocess
from concurrent.futures import ThreadPoolExecutor

from .. import child

NOBODY = "65534"
MAPPED = ("unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}", "--")
BOUND = ("setpriv", "--pdeathsig", "KILL", "--")
LIMIT_S = 120

_starter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="starts servers")


def problem():
    """Why this machine can run no servers, or None."""
    try:
        ended = subprocess.run([*prefix(), "true"], capture_output=True, text=True)
    except FileNotFoundError as error:
        return f"the program {error.filename} is missing"
    return ended.stderr.strip() or "no user namespace can be made" if ended.returncode else None


def prefix():
    return (*(MAPPED if os.geteuid() == 0 else ()), *BOUND)


def start(command, output, **settings):
    """-> the process. What it prints goes to the file `output`."""
    return _starter.submit(_start, command, output, settings).result()


def _start(command, output, settings):
    with output.open("ab") as file:
        return child.start([*prefix(), *map(str, command)], file, **settings)


def run(command, text="", **variables):
    """Runs a program to its end, `text` being what it reads. -> what it prints. @raises Failed"""
    ended = subprocess.run(
        [*prefix(), *map(str, command)],
        input=text,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", **variables},
    )
    if ended.returncode:
        raise Failed(f"{command[0]}: {(ended.stderr or ended.stdout).strip()[-2000:]}")
    return ended.stdout.strip()


class Failed(RuntimeError):
    """A program failed, with what it printed."""

"""What this machine has of the programs of the servers, and which one stands behind a version that AWS is asked for.

They are looked for in a folder that `npm run local -- build` fills, one folder below it for each program, then where the
system has its own.
"""

import functools
import glob
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

# By engine, the program that tells its version, where it is below a root, and whose it can stand for.
PLACES = {
    "postgres": ("usr/lib/postgresql/*/bin/postgres", "usr/local/bin/postgres"),
    "mysql": ("usr/sbin/mysqld", "usr/bin/mysqld", "usr/local/bin/mysqld"),
    "valkey": ("usr/bin/valkey-server", "usr/local/bin/valkey-server"),
    "redis": ("usr/bin/redis-server", "usr/local/bin/redis-server"),
    "memcached": ("usr/bin/memcached", "usr/local/bin/memcached"),
}
# In the folder of what was fetched, beside the programs.
FIRST_DATA = ".first-data"
# What each engine's protocol is spoken by.
ALIKE = {"valkey": ("valkey", "redis"), "redis": ("redis", "valkey")}
NAMES = {"postgres": "PostgreSQL", "mysql": "MySQL", "valkey": "Valkey", "redis": "Redis", "memcached": "Memcached"}


@dataclass(frozen=True)
class Program:
    engine: str
    # As it tells it: `17.12`.
    version: str
    path: Path

    def beside(self, name):
        """Another program of the same package, which may be in the folder for everybody's programs."""
        here = self.path.with_name(name)
        return here if here.exists() else self.path.parent.with_name("bin") / name

    @property
    def title(self):
        return f"{NAMES[self.engine]} {self.version}"


class Programs:
    def __init__(self, folder, system=Path("/")):
        """`folder` is that of what was fetched."""
        self._folder, self._system = folder, system

    def find(self, engine, version):
        """The one that is nearest: of the same engine and major, else the next one above, else below. None: there is
        none of its protocol."""
        wanted = major(engine, version)

        def distance(program):
            other = major(program.engine, program.version)
            return (program.engine != engine, other != wanted, other < wanted, far(other, wanted))

        return min(self._all(engine), key=distance, default=None)

    def first_data(self, program, create):
        """The folder with what a new server of a program holds. It takes seconds to make, so it is made once."""
        folder = self._folder / FIRST_DATA / f"{program.engine}-{program.version}"
        if not folder.exists():
            folder.parent.mkdir(parents=True, exist_ok=True)
            scratch = Path(tempfile.mkdtemp(dir=folder.parent))
            create(scratch / "data")
            try:
                (scratch / "data").rename(folder)
            except OSError:
                # Another one was sooner.
                pass
            shutil.rmtree(scratch, ignore_errors=True)
        return folder

    def _all(self, engine):
        roots = [*sorted(self._folder.glob("*")), self._system]
        paths = (
            (kind, Path(found))
            for kind in ALIKE.get(engine, (engine,))
            for root in roots
            for place in PLACES[kind]
            for found in sorted(glob.glob(str(root / place)))
        )
        for kind, path in paths:
            version = version_of(path)
            if version and is_kind(kind, path):
                yield Program(kind, version, path)


def is_kind(kind, path):
    """MariaDB calls itself mysqld too."""
    return kind != "mysql" or "MariaDB" not in printed(path)


def version_of(path):
    found = re.search(r"\b(\d+\.\d+(?:\.\d+)?)", printed(path))
    return found and found[1]


@functools.cache
def printed(path):
    if not os.access(path, os.X_OK):
        return ""
    try:
        return subprocess.run([path, "--version"], capture_output=True, text=True, timeout=30).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""


def major(engine, version):
    """(17,) of PostgreSQL 17.10, but (8, 4) of MySQL 8.4.10."""
    parts = [int(part) for part in re.findall(r"\d+", version)]
    return tuple(parts[: 2 if engine == "mysql" else 1])


def far(one, other):
    return [abs(here - there) for here, there in zip(one, other)]


def stands_in(program, engine, version):
    """Whether it is of another major or engine than asked for."""
    return program.engine != engine or major(engine, program.version) != major(engine, version)

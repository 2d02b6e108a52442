"""What snapshots hold in place of rows: copies of servers' data, each under a name that nothing else ever has.

A snapshot, and a server that is restored, say in `content` which copy is theirs and in `content_of` of which server: it is
made when somebody first sees that it is missing. A server that begins with one says so in `begins_with`.
"""

import shutil
import uuid

from moto.elasticache.models import elasticache_backends
from moto.rds.models import rds_backends


def keep(thing, source_key):
    """Of what a server holds now, for `thing`."""
    thing.content, thing.content_of = uuid.uuid4().hex, source_key


def share(thing, other):
    """The same as another one has."""
    thing.content, thing.content_of = of(other), getattr(other, "content_of", "")


def of(thing):
    """Empty where none was to be kept."""
    return getattr(thing, "content", "")


def begin_with(server, content):
    server.begins_with = content


def begins_with(server):
    """Empty where it begins with nothing."""
    return getattr(server, "begins_with", "")


def wanted():
    """{content: key of the server that it is of}. MOTO must be held."""
    found = [(of(each), getattr(each, "content_of", "")) for each in holders()]
    found += [(begins_with(each), "") for each in holders()]
    return {content: key for content, key in sorted(found, key=lambda pair: pair[1]) if content}


def holders():
    for _, _, backend in rds_backends.iter_backends():
        yield from (*backend.databases.values(), *backend.retained_backups.values())
        yield from backend.database_snapshots.values()
    for _, _, backend in elasticache_backends.iter_backends():
        yield from (*backend.replication_groups.values(), *backend.snapshots.values())


class Contents:
    def __init__(self, folder):
        self._folder = folder

    def has(self, content):
        return (self._folder / content).exists()

    def take(self, content, server):
        """Copies the data of a server that runs."""
        self._folder.mkdir(parents=True, exist_ok=True)
        scratch = self._folder / f"{content}.part"
        server.copy_to(scratch)
        scratch.rename(self._folder / content)

    def give(self, content, data):
        """Copies it to where a server's data belong, unless they are there or there is none."""
        if content and self.has(content) and not data.exists():
            data.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(self._folder / content, data)

    def forget(self, kept):
        """All but these."""
        for path in self._folder.glob("*"):
            if path.suffix != ".part" and path.name not in kept:
                shutil.rmtree(path, ignore_errors=True)

    def save(self, folder):
        if self._folder.exists():
            shutil.copytree(self._folder, folder, ignore=shutil.ignore_patterns("*.part"))

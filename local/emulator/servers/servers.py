"""All real servers of an emulator: those that run are compared with those that AWS's state asks for, again and again."""

import json
import logging
import shutil
import threading

from ..lock import MOTO
from . import content, process
from .addresses import Addresses
from .authority import Authority
from .desired import demand
from .keeper import Keeper
from .programs import Programs
from .told import reached, sentence

PERIOD_S = 2

log = logging.getLogger("emulator")


class Servers:
    """Without `enable` there are none, and nothing listens at the endpoints of RDS and ElastiCache."""

    def __init__(self):
        self.enabled = False
        # Why this machine can run none.
        self.problem = None
        self._keepers, self._addresses = {}, Addresses()
        self._wake, self._ended = threading.Event(), threading.Event()
        self._folder = self._programs = self.authority = self._contents = None

    def enable(self, programs, directory, authority):
        """`programs` is the folder of programs that were fetched, `directory` the emulator's own, `authority` where the
        authority of the servers is kept."""
        self._folder = directory.resolve() / "servers"
        shutil.rmtree(self._folder, ignore_errors=True)
        self.problem = process.problem()
        self._programs, self._contents = Programs(programs.resolve()), content.Contents(self._folder / "contents")
        self.authority = Authority(authority)
        self.enabled = True

    def start(self):
        threading.Thread(target=self._follow, daemon=True, name="servers").start()

    def wake(self):
        """Something was changed in AWS that may ask for other servers."""
        self._wake.set()

    def holds(self, thing):
        """Whether AWS is still busy with a thing, because a real server is not there yet. MOTO must be held."""
        if not self.enabled:
            return False
        if getattr(thing, "content", "") and self._is_to_come(thing):
            return True
        return any(self._is_behind(server) for server in demand.concerned(thing))

    def _is_behind(self, server):
        wanted = demand.of(server)
        keeper = wanted and self._keepers.get(wanted.key)
        return wanted is not None and (keeper is None or keeper.is_behind(wanted))

    def _is_to_come(self, thing):
        keeper = self._keepers.get(thing.content_of)
        return keeper is not None and thing.content not in keeper.failed_copies and not self._contents.has(thing.content)

    def _follow(self):
        while not self._ended.is_set():
            self._wake.clear()
            try:
                self._reconcile()
            except Exception:
                log.exception("the servers are compared again")
            self._wake.wait(PERIOD_S)

    def _reconcile(self):
        with MOTO:
            wanted, contents = demand.all_desired(), content.wanted()
        for name, key in contents.items():
            if key in self._keepers and not self._contents.has(name):
                self._keepers[key].copy(name)
        for key, (_, server) in wanted.items():
            if key in self._keepers:
                self._keepers[key].bring(server)
            elif self._can_begin(server, contents):
                self._keep(server)
        for key in [*self._keepers]:
            if key not in wanted and not self._keepers[key].is_copying:
                self._keepers.pop(key).end()
        self._contents.forget(contents)
        self._addresses.free_others({name for _, server in wanted.values() for name in server.names})

    def _can_begin(self, server, contents):
        """Once what it begins with is there, if it is of a server that is."""
        content_of = contents.get(server.begins_with)
        return content_of not in self._keepers or self._contents.has(server.begins_with)

    def _keep(self, server):
        folder = self._folder / folder_of(server.key)
        keeper = Keeper(server, folder, self.authority, self._programs, self._contents)
        self._keepers[server.key] = keeper
        keeper.start()
        return keeper

    def list(self):
        """Those that can be reached, by each of their host names. MOTO must be held."""
        return [line for keeper in self._by_title() for line in reached(keeper, self._addresses)]

    def told(self):
        """A sentence for each server."""
        return [sentence(keeper) for keeper in self._by_title()]

    def _by_title(self):
        return sorted([*self._keepers.values()], key=lambda keeper: keeper.desired.title)

    def save(self, folder):
        """Copies what the servers hold into a folder. MOTO must be held."""
        folder.mkdir()
        for key, keeper in self._keepers.items():
            keeper.save(folder / folder_of(key))
        if self._contents:
            self._contents.save(folder / "contents")
        (folder / "addresses.json").write_text(json.dumps(self._addresses.given))

    def restore(self, folder):
        """Starts the servers that AWS's state asks for with what they held, and waits for them."""
        if not self.enabled:
            return
        self._addresses.given = json.loads((folder / "addresses.json").read_text())
        if (folder / "contents").exists():
            shutil.copytree(folder / "contents", self._folder / "contents")
        for _, server in demand.all_desired().values():
            saved = folder / folder_of(server.key)
            if saved.exists():
                shutil.copytree(saved, self._folder / folder_of(server.key) / "data")
            self._keep(server)
        for keeper in self._keepers.values():
            while keeper.applied is None:
                keeper.join(0.05)

    def end(self):
        """Before the emulator ends: nothing of them may stay behind."""
        self._ended.set()
        for keeper in [*self._keepers.values()]:
            keeper.end()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)


def folder_of(key):
    return key.replace(":", "-").replace("/", "-")


SERVERS = Servers()

"""Valkey or Redis, with the users and the access strings of ElastiCache."""

import hashlib
import shutil

from .. import process
from ..process import Failed
from .server import HOST, OWNER, Server

MEMORY = "64mb"
FILE = "dump.rdb"
# Of a parameter group, what it takes.
TAKEN = ("maxmemory-policy", "maxmemory-samples", "notify-keyspace-events", "timeout", "databases", "lfu-", "lazyfree-")


class Valkey(Server):
    def create(self, data):
        data.mkdir()

    def prepare(self, desired):
        listens = {"port": 0, "tls-port": self.port} if desired.tls else {"port": self.port}
        settings = {
            **listens,
            "tls-cert-file": self.folder / "server.crt",
            "tls-key-file": self.folder / "server.key",
            "tls-ca-cert-file": self._authority.path,
            "tls-auth-clients": "no",
            "bind": HOST,
            "dir": self.data,
            "dbfilename": FILE,
            "aclfile": self._users,
            "maxmemory": MEMORY,
            # It is copied when something asks for it.
            "save": '""',
            "appendonly": "no",
            "repl-diskless-sync": "yes",
        } | taken(desired)
        self._file.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
        self._write_users(desired)

    @property
    def _file(self):
        return self.folder / "server.conf"

    @property
    def _users(self):
        return self.folder / "users.acl"

    def _write_users(self, desired):
        owner = f"user {OWNER} on #{hashlib.sha256(self._secret.encode()).hexdigest()} ~* &* +@all"
        self._users.write_text("".join(f"{line}\n" for line in (owner, *desired.users)))
        self._users.chmod(0o600)

    def command(self, desired):
        self._tls = desired.tls
        return [self.program.path, self._file]

    def answers(self):
        if self._ask("PING") != "PONG":
            raise Failed(f"{self.program.title} does not answer yet")

    def adapt(self, desired):
        self._write_users(desired)
        for name, value in taken(desired).items():
            self._ask("CONFIG", "SET", name, value)
        if (said := self._ask("ACL", "LOAD")) != "OK":
            raise Failed(f"{self.program.title} does not take the users: {said}")

    def _ask(self, *words):
        client = [self.program.beside(f"{self.program.engine}-cli"), "-h", HOST, "-p", str(self.port), "--user", OWNER]
        secure = ("--tls", "--cacert", self._authority.path) if self._tls else ()
        variables = {"VALKEYCLI_AUTH": self._secret, "REDISCLI_AUTH": self._secret}
        return process.run([*client, *secure, "--no-auth-warning", *words], **variables)

    def copy_to(self, folder):
        if (said := self._ask("SAVE")) != "OK":
            raise Failed(f"{self.program.title} cannot save: {said}")
        folder.mkdir()
        shutil.copy(self.data / FILE, folder / FILE)

    def upgrade(self, program, desired):
        """It reads the file of the other engine too."""
        self._ask("SAVE")
        super().upgrade(program, desired)


def taken(desired):
    return {name: value for name, value in desired.settings if name.startswith(TAKEN)}

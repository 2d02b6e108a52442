"""Memcached: it holds nothing that outlives it."""

import socket

from ..process import Failed
from .server import HOST, Server

MEMORY_MIB = "64"


class Memcached(Server):
    def create(self, data):
        data.mkdir()

    def command(self, desired):
        tls = ["--enable-ssl", "-o", f"ssl_chain_cert={self.folder / 'server.crt'},ssl_key={self.folder / 'server.key'}"]
        largest = dict(desired.settings).get("max_item_size")
        sizes = ["-m", MEMORY_MIB, *(["-I", largest] if largest else [])]
        return [self.program.path, "-l", HOST, "-p", self.port, "-U", "0", "-t", "2", *sizes, *(tls if desired.tls else [])]

    def answers(self):
        try:
            socket.create_connection((HOST, self.port), 1).close()
        except OSError as error:
            raise Failed(str(error)) from None

    def adapt(self, desired):
        """All is said at its start."""

    def copy_to(self, folder):
        """There is nothing to keep."""
        folder.mkdir()

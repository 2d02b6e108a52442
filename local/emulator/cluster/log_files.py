"""What the containers of a node have written, by the kubelet's files, each line once.

Source: Kubernetes, "Logging Architecture" and CRI's format of logs: time, stream, F or P for a part, text.
"""

import re
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Container:
    namespace: str
    pod: str
    uid: str
    name: str

    @property
    def file(self):
        """How the link to its file is named, but for the container's id."""
        return f"{self.pod}_{self.namespace}_{self.name}-{self.uid}.log"


@dataclass(frozen=True)
class Line:
    time: str
    stream: str
    text: str

    @property
    def milliseconds(self):
        # Python knows six digits behind the second.
        time = re.sub(r"(\.\d{6})\d*", r"\1", self.time).replace("Z", "+00:00")
        return int(datetime.fromisoformat(time).timestamp() * 1000)


class LogFiles:
    """An open file is read to its end, though the kubelet removes it with the pod or has begun another."""

    def __init__(self, folder):
        """`folder` need not be there."""
        self._folder = folder
        self._files = {}

    def read(self):
        """-> [(Container, [Line])] of what is new"""
        for file in self._folder.glob("*/*/*.log"):
            status = self._try_stat(file)
            if status and (file, status.st_ino) not in self._files:
                container = container_of(file)
                if container:
                    self._files[file, status.st_ino] = OpenFile(container, file.open("rb"))
        found = []
        for key, file in list(self._files.items()):
            lines = file.read()
            if lines:
                found.append((file.container, lines))
            status = self._try_stat(key[0])
            if not status or status.st_ino != key[1]:
                file.close()
                del self._files[key]
        return found

    @staticmethod
    def _try_stat(file):
        try:
            return file.stat()
        except FileNotFoundError:
            return None


class OpenFile:
    def __init__(self, container, file):
        self.container, self._file = container, file
        self._rest, self._part = b"", ""

    def read(self):
        *whole, self._rest = (self._rest + self._file.read()).split(b"\n")
        return [line for line in map(self._line, whole) if line]

    def close(self):
        self._file.close()

    def _line(self, raw):
        """None for the first parts of a long one."""
        time, stream, tag, text = (raw.decode(errors="replace").split(" ", 3) + [""] * 3)[:4]
        if not stream:
            return None
        self._part += text
        if tag.startswith("P"):
            return None
        line, self._part = Line(time, stream, self._part), ""
        return line


def container_of(file):
    """`<namespace>_<pod>_<uid>/<container>/<number>.log`, as the kubelet has it. None for anything else."""
    parts = file.parent.parent.name.split("_")
    return Container(*parts, file.parent.name) if len(parts) == 3 else None

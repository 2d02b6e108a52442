"""The bytes of layers, a file each by its digest. Which repository has which stands in the repository itself."""

import hashlib
import os
import re
import shutil
import tempfile
import threading
import uuid
from pathlib import Path

DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
CHUNK = 1 << 20


class WrongDigest(Exception):
    pass


class Layers:
    def __init__(self):
        self._folder, self._lock, self._uploads = None, threading.Lock(), {}

    def keep_in(self, folder):
        self._folder = Path(folder)

    @property
    def folder(self):
        with self._lock:
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix="emulator-layers-"))
            self._folder.mkdir(parents=True, exist_ok=True)
            return self._folder

    def path(self, digest):
        return self.folder / digest.removeprefix("sha256:")

    def read(self, digest):
        return self.path(digest).read_bytes()

    def begin(self, repository):
        """An upload: a layer may come in parts."""
        upload = uuid.uuid4().hex
        self._uploads[upload] = repository
        self._part(upload).touch()
        return upload

    def is_upload(self, upload, repository):
        return self._uploads.get(upload) == repository

    def size(self, upload):
        return self._part(upload).stat().st_size

    def add(self, upload, stream):
        with self._part(upload).open("ab") as file:
            shutil.copyfileobj(stream, file, CHUNK)

    def finish(self, upload, digest):
        """-> how many bytes it has. @raises WrongDigest: it can be tried again by another upload."""
        part = self._part(upload)
        del self._uploads[upload]
        found, size = hashlib.sha256(), part.stat().st_size
        with part.open("rb") as file:
            while chunk := file.read(CHUNK):
                found.update(chunk)
        if f"sha256:{found.hexdigest()}" != digest:
            part.unlink()
            raise WrongDigest(f"sha256:{found.hexdigest()}")
        os.replace(part, self.path(digest))
        return size

    def _part(self, upload):
        return self.folder / f"{upload}.part"

    def save(self, folder):
        shutil.copytree(self.folder, folder)

    def restore(self, folder):
        if Path(folder).exists():
            shutil.copytree(folder, self.folder, dirs_exist_ok=True)


LAYERS = Layers()

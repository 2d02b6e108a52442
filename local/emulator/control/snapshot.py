"""All that an emulator holds, in a folder: another one, of the same code, goes on from there.

Made for tests: a real deploy takes minutes, and what it left is had in seconds. A snapshot is trusted as the code is:
whoever can change it can run code.
"""

import importlib
import marshal
import pickle
import shutil
import threading
from collections import defaultdict
from pathlib import Path
from types import CellType, FunctionType

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509 import Certificate, load_pem_x509_certificate
from moto.backends import get_backend
from moto.core.base_backend import BackendDict
from moto.s3.models import FakeKey

from ..cluster.clusters import CLUSTERS
from ..pace import PACE
from ..registry.layers import LAYERS
from ..servers.servers import SERVERS
from . import inventory

STATE, CLUSTER_FOLDERS, SERVER_FOLDERS, LAYER_FOLDER = "state.pickle", "clusters", "servers", "layers"
LOCKS = {type(kind()): kind for kind in (threading.Lock, threading.RLock)}


def save(directory, url):
    """`url` is the emulator's. MOTO must be held: accounts and clusters are one moment's. @raises FileExistsError"""
    directory = Path(directory)
    directory.mkdir(parents=True)
    backends = {service_of(known): known for known in BackendDict._instances}
    content = {
        "url": url,
        "backends": {
            service: {account: dict(regions) for account, regions in known.items()}
            for service, known in backends.items()
        },
        "buckets": get_backend("s3").bucket_accounts,
        "known": inventory.known(),
        "due": PACE.save(),
        "clusters": CLUSTERS.save(directory / CLUSTER_FOLDERS),
    }
    SERVERS.save(directory / SERVER_FOLDERS)
    LAYERS.save(directory / LAYER_FOLDER)
    # Last: without it there is no snapshot.
    with (directory / STATE).open("wb") as file:
        Pickler(file, pickle.HIGHEST_PROTOCOL).dump(content)


def restore(directory, url):
    """Into an emulator at `url` that holds nothing yet. When this returns, its clusters can be used."""
    directory = Path(directory)
    with (directory / STATE).open("rb") as file:
        content = pickle.load(file)
    for service, accounts in content["backends"].items():
        for account, regions in accounts.items():
            get_backend(service)[account].update(regions)
    get_backend("s3").bucket_accounts.update(content["buckets"])
    inventory.remember(content["known"])
    PACE.restore(content["due"])
    SERVERS.restore(directory / SERVER_FOLDERS)
    LAYERS.restore(directory / LAYER_FOLDER)
    moved = CLUSTERS.restore(content["clusters"], directory / CLUSTER_FOLDERS)
    replace_in_objects({content["url"]: url, **moved})


def replace_in_objects(addresses):
    """Terraform's states are in buckets: a cluster that is elsewhere would be a change to plan."""
    for _, _, backend in get_backend("s3").iter_backends():
        for bucket in backend.buckets.values():
            for key in bucket.keys.values():
                # What was deleted leaves a marker.
                if isinstance(key, FakeKey):
                    replace_in_object(key, addresses)


def replace_in_object(key, addresses):
    value = key.value
    for old, new in addresses.items():
        value = value.replace(old.encode(), new.encode())
    if value != key.value:
        # Without what moto keeps of the text that was.
        key.value, key._etag, key.checksum_algorithm, key.checksum_value = value, None, None, None


def service_of(backend_dict):
    """moto's folder of a service."""
    service = backend_dict.backend.__module__.split(".")[1]
    if get_backend(service) is not backend_dict:
        raise ValueError(f"moto has more than one store for {service}: a snapshot would lose one")
    return service


def private_key(pem):
    return load_pem_private_key(pem, password=None)


def certificate(pem):
    return load_pem_x509_certificate(pem)


def function(code, module, name, defaults, held):
    cells = tuple(CellType(value) for value in held)
    return FunctionType(marshal.loads(code), vars(importlib.import_module(module)), name, defaults, cells)


def empty(kind, default):
    """Python would call the class with the default alone, and moto's want other arguments."""
    value = kind.__new__(kind)
    defaultdict.__init__(value, default)
    return value


class Pickler(pickle.Pickler):
    """With what Python does not save of itself: locks, keys, certificates, and functions such as a default's."""

    def reducer_override(self, value):
        # As a new one: nobody holds any while MOTO is held.
        if type(value) in LOCKS:
            return LOCKS[type(value)], ()
        if isinstance(value, (RSAPrivateKey, EllipticCurvePrivateKey)):
            pem = value.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            return private_key, (pem,)
        if isinstance(value, Certificate):
            return certificate, (value.public_bytes(Encoding.PEM),)
        if isinstance(value, FunctionType) and "<locals>" in value.__qualname__:
            held = tuple(cell.cell_contents for cell in value.__closure__ or ())
            return function, (marshal.dumps(value.__code__), value.__module__, value.__name__, value.__defaults__, held)
        if isinstance(value, defaultdict) and type(value) is not defaultdict:
            return empty, (type(value), value.default_factory), vars(value), None, iter(dict.items(value))
        return NotImplemented

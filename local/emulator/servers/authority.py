"""An authority of the emulator's own, in the place of Amazon's: it signs the certificates of the servers.

It is made once, and kept: who trusts it need not learn of another one with every emulator.
"""

import os
from datetime import datetime, timedelta, timezone
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

YEARS = timedelta(days=3650)
A_DAY = timedelta(days=1)


class Authority:
    def __init__(self, folder):
        """`folder` is where it is kept, in `authority.pem` and `authority.key`."""
        self.path = folder / "authority.pem"
        key = folder / "authority.key"
        if not (self.path.exists() and key.exists()):
            folder.mkdir(parents=True, exist_ok=True)
            make(self.path, key)
        self._key = load_pem_private_key(key.read_bytes(), password=None)
        self._certificate = x509.load_pem_x509_certificate(self.path.read_bytes())

    @property
    def pem(self):
        return self.path.read_text()

    def issue(self, names, folder):
        """Writes `server.crt` and `server.key` of a server with these host names."""
        key = ec.generate_private_key(ec.SECP256R1())
        alternatives = [*(x509.DNSName(name) for name in names), x509.IPAddress(ip_address("127.0.0.1"))]
        certificate = (
            begun(names[0][:64], self._certificate.subject, key)
            .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        # With the authority: who trusts it alone is shown the whole chain.
        write(folder / "server.crt", certificate.public_bytes(Encoding.PEM) + self.path.read_bytes())
        write(folder / "server.key", private(key))


def make(path, key_path):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Emulated AWS")])
    certificate = (
        begun("Emulated AWS", name, key)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(signs_only(), critical=True)
        .sign(key, hashes.SHA256())
    )
    # The certificate last: with it, both are there.
    write(key_path, private(key))
    write(path, certificate.public_bytes(Encoding.PEM))


def begun(common_name, issuer, key):
    now = datetime.now(timezone.utc)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)]))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - A_DAY)
        .not_valid_after(now + YEARS)
    )


def signs_only():
    others = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
    none = dict.fromkeys((*others, "encipher_only", "decipher_only"), False)
    return x509.KeyUsage(key_cert_sign=True, crl_sign=True, **none)


def private(key):
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def write(path, content):
    """A server may refuse a key that others can read."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)

"""A chain as a real site shows it: leaf and intermediate of P-256 under an authority, made anew for each run."""

import ipaddress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PEM = serialization.Encoding.PEM
AUTHORITY, CHAIN, KEY = "authority.pem", "chain.pem", "key.pem"


def make(folder: Path, address: str) -> Path:
    """Write authority.pem, chain.pem (leaf, intermediate) and key.pem for an IP address; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    root_key, middle_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
    root = _issue("Bench Root CA", root_key, "Bench Root CA", root_key, depth=1)
    middle = _issue("Bench Issuing CA 1", middle_key, "Bench Root CA", root_key, depth=0)
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
    leaf = _issue("trungtam.bench", key, "Bench Issuing CA 1", middle_key, names=names)
    (folder / AUTHORITY).write_bytes(root.public_bytes(PEM))
    (folder / CHAIN).write_bytes(leaf.public_bytes(PEM) + middle.public_bytes(PEM))
    secret = key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / KEY).write_bytes(secret)
    return folder


def _issue(subject: str, key: ec.EllipticCurvePrivateKey, issuer: str, signer: ec.EllipticCurvePrivateKey, *,
           depth: int | None = None, names: x509.SubjectAlternativeName | None = None) -> x509.Certificate:  # fmt: skip
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(_name(subject)).issuer_name(_name(issuer)).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=60))
        .add_extension(x509.BasicConstraints(ca=depth is not None, path_length=depth), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        .add_extension(x509.KeyUsage(depth is None, *([False] * 4), depth is not None, depth is not None, False, False),
                       critical=True)
    )  # fmt: skip
    if names:
        made = made.add_extension(names, critical=False)
    return made.sign(signer, hashes.SHA256())


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

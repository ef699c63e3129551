"""Closing what travels as a file to the centre alone (HPKE, RFC 9180): whoever finds the stick reads nothing."""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from sync.frame import rejected

INFO = b"sophuong parcel 2\n"


def close(plain: bytes, key: bytes, *, about: bytes = INFO) -> bytes:
    """Return bytes that only the holder of the secret behind `key` (X25519, 32 bytes) can open, and only as what it is about."""
    return _suite().encrypt(plain, X25519PublicKey.from_public_bytes(key), about)


def open_(closed: bytes, secret: bytes, *, about: bytes = INFO) -> bytes:
    """Return what was closed with this secret's key about this. Raises Rejected for anything else."""
    try:
        return _suite().decrypt(closed, X25519PrivateKey.from_private_bytes(secret), about)
    except (InvalidTag, ValueError) as fault:
        raise rejected(f"box: {type(fault).__name__}") from fault


def new_pair() -> tuple[bytes, bytes]:
    """Return a new (secret, public key), 32 bytes each."""
    secret = X25519PrivateKey.generate()
    return secret.private_bytes_raw(), secret.public_key().public_bytes_raw()


def _suite() -> Suite:
    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)

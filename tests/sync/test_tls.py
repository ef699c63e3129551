"""TLS over real sockets: the system's store, an office's own authority, certificates out of their time."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from desktop.models.errors import Offline
from sync import enrolment, states
from sync.central.store import open_folder
from tests.sync.wards import UNIT, Running, Ward, invite


def certificate(folder: Path, *, begins: timedelta, lasts: timedelta) -> tuple[Path, str]:
    """Make an authority and a certificate of 127.0.0.1; return its chain file and the authority's PEM."""
    now, name = datetime.now(UTC), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Thử nghiệm")])
    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(ca_key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=90)).not_valid_after(now + timedelta(days=90))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.KeyUsage(*([False] * 5), True, True, False, False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(ca_key.public_key()), critical=False)
        .sign(ca_key, hashes.SHA256())
    )  # fmt: skip
    address = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    leaf = (
        x509.CertificateBuilder().subject_name(x509.Name([])).issuer_name(name).public_key(key.public_key())
        .serial_number(2).not_valid_before(now + begins).not_valid_after(now + begins + lasts)
        .add_extension(address, critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()), critical=False)
        .sign(ca_key, hashes.SHA256())
    )  # fmt: skip
    pem = serialization.Encoding.PEM
    path = folder / "chain.pem"
    path.write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
                     + leaf.public_bytes(pem))  # fmt: skip
    return path, authority.public_bytes(pem).decode()


@contextmanager
def tls_before(port: int, chain: Path) -> Iterator[int]:
    """Stand before a centre as nginx does: take TLS off and hand the bytes on; give the port it stands on."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=_take, args=(door, context, port), daemon=True).start()
        yield int(door.getsockname()[1])
        door.shutdown(socket.SHUT_RDWR)


def _take(door: socket.socket, context: ssl.SSLContext, port: int) -> None:
    while True:
        try:
            plain, _ = door.accept()
        except OSError:
            return
        threading.Thread(target=_serve, args=(plain, context, port), daemon=True).start()


def _serve(plain: socket.socket, context: ssl.SSLContext, port: int) -> None:
    with plain, socket.create_connection(("127.0.0.1", port)) as inner:
        try:
            with context.wrap_socket(plain, server_side=True) as outer:
                threading.Thread(target=_pump, args=(inner, outer), daemon=True).start()
                _pump(outer, inner)
        except OSError:
            return


def _pump(source: socket.socket, target: socket.socket) -> None:
    try:
        while piece := source.recv(65_536):
            target.sendall(piece)
        target.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


MONTH = timedelta(days=30)
CASES = [
    pytest.param(-MONTH, 2 * MONTH, False, "untrusted", id="an authority nobody knows"),
    pytest.param(-2 * MONTH, MONTH, True, "clock", id="ended a month ago"),
    pytest.param(MONTH, MONTH, True, "clock", id="begins next month"),
    pytest.param(-MONTH, 2 * MONTH, True, "", id="the office file names the authority"),
]


@pytest.mark.parametrize(("begins", "lasts", "named", "state"), CASES)
def test_a_certificate_is_believed_only_when_it_should_be(
    tmp_path: Path, ward: Ward, running: Running, begins: timedelta, lasts: timedelta, named: bool, state: str
) -> None:
    running.start()
    _meet(ward, running)
    chain, authority = certificate(tmp_path, begins=begins, lasts=lasts)
    ward.fill(3)
    with tls_before(int(running.url.rpartition(":")[2]), chain) as port:
        facts = {"url": f"https://localhost:{port}", "ca_pem": authority if named else ""}
        ward.book.set("enrolment", ward.book.setting("enrolment") | facts)
        if state:
            with pytest.raises(Offline) as caught:
                ward.send()
            assert caught.value.sentence == states.SENTENCES[state], caught.value.details
            assert ward.outbox.counts().waiting == 3
        else:
            assert ward.send().stored == 3


def _meet(ward: Ward, running: Running) -> None:
    store = open_folder(running.folder)
    enrolment.keep_office_file(ward.book, invite(store, UNIT, url=running.url, now=datetime.now(UTC)))
    store.close()

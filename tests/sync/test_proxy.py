"""A proxy that wants a name and a password, over a real socket."""

import socket
import threading
from collections.abc import Iterator

import pytest

from desktop.models.errors import Offline
from sync import states
from tests.sync.wards import Ward

WANTS = b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n"


@pytest.fixture
def proxy() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=_refuse, args=(door,), daemon=True).start()
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
        door.shutdown(socket.SHUT_RDWR)


def _refuse(door: socket.socket) -> None:
    while True:
        try:
            caller, _ = door.accept()
        except OSError:
            return
        with caller:
            caller.recv(65_536)
            caller.sendall(WANTS)


@pytest.mark.parametrize("url", ["https://sophuong.example", "http://sophuong.example"])
def test_a_proxy_that_wants_a_password_is_named(ward: Ward, proxy: str, url: str) -> None:
    ward.fill(2)
    facts = {"url": url, "proxy": proxy, "allow_http": True}
    ward.book.set("enrolment", ward.book.setting("enrolment") | facts)
    with pytest.raises(Offline) as caught:
        ward.send()
    assert caught.value.sentence == states.SENTENCES["proxy"], caught.value.details
    assert ward.outbox.counts().waiting == 2


def test_a_centre_that_is_not_there_is_offline(ward: Ward) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    ward.fill(1)
    ward.book.set("enrolment", ward.book.setting("enrolment") | {"url": f"http://127.0.0.1:{port}"})
    with pytest.raises(Offline) as caught:
        ward.send()
    assert caught.value.sentence == states.SENTENCES["offline"]

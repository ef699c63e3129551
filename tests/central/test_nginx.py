"""The configurations that are shipped: nginx in earnest where it is installed, the others read."""

import configparser
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest

from desktop.models.kinds import Kinds
from sync import enrolment
from sync.central.store import open_folder
from tests.sync.test_tls import certificate
from tests.sync.wards import ROOT, UNIT, Running, Ward, assert_whole, invite

SHIPPED = ROOT / "resources" / "central"


class Nginx:
    """nginx before a real centre, with the shipped configuration; only its patience is shorter."""

    def __init__(self, folder: Path, centre: Running) -> None:
        program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
        if program is None:
            pytest.skip("nginx is not installed here")
        chain, self.authority = certificate(folder, begins=timedelta(days=-1), lasts=timedelta(days=9))
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        said = (SHIPPED / "nginx.conf").read_text(encoding="utf-8")
        for line, by in (("listen 443", f"listen 127.0.0.1:{self.port}"), ("trungtam.example.vn", "localhost"),
                         ("/etc/so-phuong/chung-chi.pem", str(chain)), ("/etc/so-phuong/khoa.pem", str(chain)),
                         ("127.0.0.1:8094", centre.url.removeprefix("http://")), ("client_header_timeout 15s", "client_header_timeout 1s"),
                         ("client_body_timeout   60s", "client_body_timeout 1s")):  # fmt: skip
            assert line in said
            said = said.replace(line, by)
        temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        whole = folder / "whole.conf"
        user = "user root;" if hasattr(os, "geteuid") and os.geteuid() == 0 else ""
        whole.write_text(f"{user} daemon off; pid {folder}/pid; error_log {folder}/error.log; "
                         f"events {{ worker_connections 512; }} http {{ {temporary}\n{said}\n}}", encoding="utf-8")  # fmt: skip
        told = subprocess.run([program, "-t", "-c", str(whole)], capture_output=True, text=True, check=False)
        assert told.returncode == 0, told.stderr
        self._process = subprocess.Popen([program, "-c", str(whole)], stderr=subprocess.DEVNULL)
        self.context = ssl.create_default_context(cadata=self.authority)
        self.client = httpx2.Client(base_url=f"https://localhost:{self.port}", verify=self.context, timeout=20)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
            except OSError:
                time.sleep(0.02)  # there is nothing else to wait on
            else:
                break

    def stop(self) -> None:
        self.client.close()
        self._process.terminate()
        self._process.wait()


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Nginx, Running]]:
    folder = tmp_path_factory.mktemp("nginx")
    centre = Running(folder / "centre")
    centre.start()
    try:
        nginx = Nginx(folder, centre)
        yield nginx, centre
        nginx.stop()
    finally:
        centre.stop()


def test_a_ward_sends_through_it(behind: tuple[Nginx, Running], tmp_path: Path, kinds: Kinds) -> None:
    nginx, centre = behind
    store, ward = open_folder(centre.folder), Ward(tmp_path / "ward", kinds)
    office = invite(store, UNIT, url=f"https://localhost:{nginx.port}", now=datetime.now(UTC))
    enrolment.keep_office_file(ward.book, office.__class__(**{name: getattr(office, name) for name in office.__slots__}
                                                           | {"ca_pem": nginx.authority}))  # fmt: skip
    ward.fill(20)
    assert ward.send().stored == 20
    assert_whole(ward, store)
    store.close()
    ward.book.close()


def test_sizes_and_inner_doors(behind: tuple[Nginx, Running]) -> None:
    client = behind[0].client
    assert client.get("/healthz").status_code == 200
    assert client.get("/metrics").status_code == client.get("/readyz").status_code == 404
    assert client.post("/v1/sync", content=bytes(1_200_000)).status_code == 413
    assert client.post("/v1/enrol", content=bytes(10_000)).status_code == 413
    assert client.get("/healthz", headers={"x-long": "x" * 40_000}).status_code in (400, 431)
    assert "server" not in client.get("/healthz").headers or "/" not in client.get("/healthz").headers["server"]


@pytest.mark.parametrize("begun", [b"GET /healthz HTTP/1.1\r\nHost: local",
                                   b"POST /v1/sync HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nx"],
                         ids=["header", "body"])  # fmt: skip
def test_what_stands_still_is_cut(behind: tuple[Nginx, Running], begun: bytes) -> None:
    nginx, _ = behind
    with nginx.context.wrap_socket(socket.create_connection(("127.0.0.1", nginx.port)), server_hostname="localhost") as line:
        line.sendall(begun)
        line.settimeout(8)
        assert b" 200 " not in line.recv(1000)


def test_a_flood_of_enrolments_is_held_back(behind: tuple[Nginx, Running]) -> None:
    def one(_: int) -> int:
        return behind[0].client.get("/v1/office/" + "0" * 32).status_code

    with ThreadPoolExecutor(8) as pool:
        said = Counter(pool.map(one, range(60)))
    assert set(said) == {403, 429} and said[429] > 20
    assert behind[0].client.get("/healthz").status_code == 200


def test_the_other_files_hold_together() -> None:
    for name in ("so-phuong-centre.service", "so-phuong-backup.service", "so-phuong-backup.timer"):
        reader = configparser.ConfigParser(strict=False, interpolation=None)
        reader.optionxform = str  # type: ignore[assignment,method-assign]
        reader.read(SHIPPED / name, encoding="utf-8")
        assert reader.sections()[0] == "Unit"
        if name.endswith(".service"):
            assert reader["Service"]["User"] == "so-phuong" and reader["Service"]["ProtectSystem"] == "strict"
            assert " -m sync.central " in reader["Service"]["ExecStart"]
    caddy = (SHIPPED / "Caddyfile").read_text(encoding="utf-8")
    assert caddy.count("{") == caddy.count("}") and re.search(r"max_size 1100KB", caddy)
    compose = (SHIPPED / "compose.yaml").read_text(encoding="utf-8")
    assert "\t" not in compose and "127.0.0.1:8094:8094" in compose and "POSTGRES_PASSWORD: ${" in compose

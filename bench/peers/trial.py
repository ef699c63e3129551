"""One trial: a line, a far end, a near end over it, and what it cost."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.figures import ROOT
from bench.link import EDGE, FAST, RIGHT, Counts, Link, Profile
from bench.peers import certificates
from bench.peers.certificates import AUTHORITY, CHAIN, KEY

PORT = "8443"
URL = f"https://{RIGHT}:{PORT}"
INSPECTOR, STRANGER = "tls-inspector", "tls-stranger"
CHAINS, OFFICE, BOOK, CENTRE, RECORDS = "tls", "phuong.toml", "so", "trung-tam", "records.jsonl"
POUCH = ROOT / "bench" / "peers" / "pouch"
PEERS = ROOT / "out" / "peers"  # npm's packages, never committed
PY = sys.executable
UNIT = "20242"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one sending cost: seconds from ready to the last answer, IP bytes each way, start-up of the program apart."""

    seconds: float
    counts: Counts
    start_up: float = 0.0
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        """Bytes of IP both ways, lost and repeated ones among them."""
        return self.counts.up + self.counts.down


def write_records(folder: Path, seed: int, count: int) -> Path:
    """Write `count` activities as JSON lines: what every client sends, without what stays on the PC."""
    from bench import words
    from desktop.models.kinds import load

    kinds, target = load(), folder / RECORDS
    target.parent.mkdir(parents=True, exist_ok=True)
    found = zip(words.activities(seed, count), words.revisions(seed, count), strict=True)
    target.write_text("".join(
        json.dumps({"uid": one.uid.hex(), "kind": kind, "version": one.kind_version, "at": one.at,
                    "values": kinds.outgoing(kind, values)}, ensure_ascii=False) + "\n"
        for (kind, values), one in found), encoding="utf-8")  # fmt: skip
    return target


def make_ground(folder: Path, *, seed: int, count: int, times: int = 1) -> Path:
    """Make what our trials start from: a centre, and a book it has let in with `count` activities waiting, `times` over."""
    shutil.rmtree(folder, ignore_errors=True)
    write_records(folder, seed, count)
    certificates.make(folder / CHAINS, RIGHT)
    certificates.make(folder / INSPECTOR, RIGHT)
    trusted = [(folder / name / AUTHORITY).read_bytes() for name in (CHAINS, INSPECTOR)]
    (folder / AUTHORITY).write_bytes(b"".join(trusted))  # offices trust who inspects their traffic
    _done(subprocess.run([PY, "-m", "sync.central", "enrol", UNIT, "--data", str(folder / CENTRE), "-o", str(folder / OFFICE),
                          "--url", URL, "--ca-file", AUTHORITY, "--approved"], cwd=ROOT, capture_output=True, text=True,
                         check=False))  # fmt: skip
    with Link(FAST) as link:
        server = start_centre(link, folder)
        _done(link.run("left", [PY, "-m", "bench.peers.ours", "prepare", str(folder / BOOK), str(folder / OFFICE),
                                str(folder / RECORDS), str(times)], capture_output=True))  # fmt: skip
        server.terminate()
        server.wait(20)
    return folder


def start_centre(link: Link, folder: Path, *, pace: int = 2) -> "subprocess.Popen[bytes]":
    """Start the real centre behind real TLS."""
    chain = folder / CHAINS
    return _listening(link.start("right", [PY, "-m", "sync.central", "serve", "--data", str(folder / CENTRE), "--host",
                                           "0.0.0.0", "--port", PORT, "--cert", str(chain / CHAIN), "--key",
                                           str(chain / KEY), "--pace", str(pace)], stdout=subprocess.PIPE))  # fmt: skip


def start_portal(link: Link, chain: Path, told: Path) -> "subprocess.Popen[bytes]":
    """Let a captive portal take the centre's place."""
    return _listening(link.start("right", [PY, "-m", "bench.peers.portal", str(chain), PORT, str(told)], stdout=subprocess.PIPE))


def ours(ground: Path, folder: Path, profile: Profile = EDGE, *, seed: int = 1, pause: float = 20.0, most: float = 400.0,
         control: str = "", trouble: "Callable[[Run], None] | None" = None) -> Cost:  # fmt: skip
    """Send our book over the line and return the cost; `trouble` is called some twenty times a second."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ground, folder)
    with Link(profile, seed=seed, control=control) as link:
        run = Run(link, folder, pause, start_centre(link, folder))
        run.send()
        while run.is_busy() and time.monotonic() - run.begun < most:
            if trouble:
                trouble(run)
            time.sleep(0.05)
        counts = link.settled()
        run.end()
    return run.cost(counts)


class Run:
    """Our client under way, killed and started again if need be."""

    def __init__(self, link: Link, folder: Path, pause: float, centre: "subprocess.Popen[bytes]") -> None:
        self.link, self.folder, self.centre, self._pause = link, folder, centre, pause
        self.begun = time.monotonic()
        self._out = folder / "out.jsonl"

    def send(self) -> None:
        """Start the client."""
        with self._out.open("ab") as out:
            self.client = self.link.start("left", [PY, "-m", "bench.peers.ours", "send", str(self.folder / BOOK),
                                                   str(self._pause)], stdout=out)  # fmt: skip

    def is_busy(self) -> bool:
        """Say whether the client has not ended."""
        return self.client.poll() is None

    def end(self) -> None:
        """Stop what still runs, the centre so that its store is whole."""
        self.hung = self.is_busy()
        self.client.kill()
        self.centre.terminate()
        self.centre.wait(30)

    def told(self) -> list[dict[str, Any]]:
        """Return what the client has said so far."""
        return lines(self._out.read_text(encoding="utf-8"))

    def cost(self, counts: Counts) -> Cost:
        """Return what it cost from the first readiness to the last answer."""
        said = self.told()
        ready = [one for one in said if one["event"] == "ready"]
        last = said[-1]["at"] if said else self.begun
        begun = ready[0]["at"] if ready else self.begun
        faults = [one["sentence"] for one in said if one["event"] == "fault"]
        return Cost(last - begun, counts, ready[0]["start_up"] if ready else 0.0, {"hung": self.hung, "faults": faults})


class PeerRun:
    """A peer under way: what its troubles may touch."""

    def __init__(self, link: Link, client: "subprocess.Popen[bytes]", start: "Callable[[], subprocess.Popen[bytes]]",
                 server: "subprocess.Popen[bytes]", folder: Path) -> None:  # fmt: skip
        self.link, self.client, self.start_server, self.server, self.folder = link, client, start, server, folder


def peer(way: str, records: Path, folder: Path, profile: Profile = EDGE, *, seed: int = 1, size: int = 500,
         most: float = 600.0, patience: float = 60.0, trouble: "Callable[[PeerRun], None] | None" = None) -> Cost:  # fmt: skip
    """Send the same records by a peer: "openrosa", "naive", "gzip" or "pouch"; `size` is its batch."""
    shutil.rmtree(folder, ignore_errors=True)
    chain = certificates.make(folder / CHAINS, RIGHT)
    certificates.make(folder / INSPECTOR, RIGHT)
    trusted = folder / AUTHORITY
    trusted.write_bytes(b"".join((folder / name / AUTHORITY).read_bytes() for name in (CHAINS, INSPECTOR)))
    env: dict[str, str] = {}
    if way == "pouch":
        env = {"PEERS": str(PEERS), "NODE_EXTRA_CA_CERTS": str(trusted)}
        server = ["node", str(POUCH / "server.js"), str(folder / "there"), str(chain), PORT]
        client = ["node", str(POUCH / "client.js"), str(folder / "here"), str(records), f"{URL}/book", str(size)]
    else:
        server = [PY, "-m", "bench.peers.keeper", str(folder / "there"), str(chain), PORT]
        client = [PY, "-m", "bench.peers.rest", way, str(records), str(trusted), URL, str(size), str(patience)]
    with Link(profile, seed=seed) as link:
        if way == "pouch":
            _done(link.run("left", [*client, "fill"], env=env, capture_output=True))
            client.append("send")

        def start() -> "subprocess.Popen[bytes]":
            return _listening(link.start("right", server, stdout=subprocess.PIPE, env=env))

        there = start()
        run = PeerRun(link, link.start("left", client, stdout=subprocess.PIPE, env=env), start, there, folder)
        begun = time.monotonic()
        while run.client.poll() is None and time.monotonic() - begun < most:
            if trouble:
                trouble(run)
            time.sleep(0.05)
        hung = run.client.poll() is None
        counts = link.settled()
        assert run.client.stdout
        said = {} if hung else json.loads(run.client.stdout.read() or b"{}")
    return Cost(said.get("seconds", time.monotonic() - begun), counts, 0.0, {"hung": hung, **said})


def pouch_missing() -> str:
    """Install PouchDB and its server if need be; return in one sentence why not, "" when they are there."""
    if not shutil.which("node") or not shutil.which("npm"):
        return "Không có PouchDB để so: hãy cài Node.js và npm."
    if (PEERS / "node_modules" / "express-pouchdb").exists():
        return ""
    PEERS.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(POUCH / name, PEERS / name)
    done = subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=PEERS, capture_output=True, check=False, timeout=300,
                          env=dict(os.environ))  # fmt: skip
    return "Không có PouchDB để so: không tải được gói từ npm." if done.returncode else ""


def lines(text: str) -> list[dict[str, Any]]:
    """Return what a client printed; a line cut by a kill is left out."""
    return [json.loads(line) for line in text.splitlines() if line.endswith("}")]


def _listening(program: "subprocess.Popen[bytes]") -> "subprocess.Popen[bytes]":
    assert program.stdout
    if not program.stdout.readline():
        raise RuntimeError(f"{program.args} did not start")
    return program


def _done(program: "subprocess.CompletedProcess[str]") -> None:
    if program.returncode:
        raise RuntimeError(f"{program.args}: {program.stderr[-2000:]}")

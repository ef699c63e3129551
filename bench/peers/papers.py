"""Other makers of PDFs for the same work: installed from PyPI into an environment of their own, outside this repository."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.figures import ROOT, child_environment

PEERS = ("typst==0.15.2", "weasyprint==70.0", "segno==1.6.6")
HOME = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "so-phuong" / "bench" / "paper"
SCRIPT = Path(__file__).with_name("typesetters.py")


def python() -> Path:
    """Return the Python of the peers, made at the first call (needs the network once)."""
    found = HOME / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not (HOME / "ready").exists() or (HOME / "ready").read_text(encoding="utf-8") != " ".join(PEERS):
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(HOME)], check=True)
        subprocess.run([str(found), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PEERS], check=True)
        (HOME / "ready").write_text(" ".join(PEERS), encoding="utf-8")
    return found


def of_theirs(way: str, work: str, out: Path) -> dict[str, Any]:
    """Let a peer ("typst", "weasyprint") do a work described in a JSON file; return its figures."""
    return _figures([str(python()), str(SCRIPT), way, work, str(out)], out)


def of_ours(module: str, *arguments: str, out: Path) -> dict[str, Any]:
    """Run one of our own ways in a process of its own; return its figures."""
    return _figures([sys.executable, "-m", module, *arguments, str(out)], out)


def bare() -> float:
    """Return the peak memory of a Python that has imported nothing, in MB."""
    command = [sys.executable, "-c", "from bench.figures import peak_mb; print(peak_mb())"]
    return float(subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True).stdout)


def _figures(command: list[str], out: Path) -> dict[str, Any]:
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=child_environment(), check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[:4])}: {done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found | {"pdf_kb": out.stat().st_size // 1024 if out.exists() else 0}

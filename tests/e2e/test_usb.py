"""An office without any line: a parcel on a stick, receipts back, every step a program of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAMPLES = (ROOT / "resources" / "samples" / "activities.jsonl").read_text(encoding="utf-8").splitlines()[:12]


@pytest.fixture
def run(tmp_path):
    def program(module, *words, code=0):
        where = ("--data-dir", tmp_path / "so") if module == "desktop.cli" else ("--data", tmp_path / "centre")
        environment = os.environ | {"PYTHONUTF8": "1", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
        ran = subprocess.run([sys.executable, "-m", module, *map(str, (*words, *where))], cwd=ROOT, env=environment,
                             capture_output=True, encoding="utf-8", timeout=120)  # fmt: skip
        assert code is None or ran.returncode == code, f"{words}: {ran.returncode}\n{ran.stdout}\n{ran.stderr}"
        return ran.stdout

    return program


def test_a_ward_without_a_line_sends_by_stick_and_has_it_proven(run, tmp_path):
    parcel, back, paper = tmp_path / "goi.sophuong", tmp_path / "goi.bien-nhan", tmp_path / "bn.pdf"

    def status():
        return json.loads(run("desktop.cli", "status", "--json"))

    # The address leads nowhere: nothing of this may ask it.
    run("sync.central", "enrol", "20242", "--url", "http://127.0.0.1:9", "-o", tmp_path / "phuong.toml")
    run("desktop.cli", "init", "--office", tmp_path / "phuong.toml", "--name", "Văn thư")
    (tmp_path / "given.jsonl").write_text("\n".join(SAMPLES) + "\n", encoding="utf-8")
    run("desktop.cli", "record", tmp_path / "given.jsonl")
    run("desktop.cli", "pack", parcel)
    assert (status()["waiting"], status()["unconfirmed"]) == (len(SAMPLES), len(SAMPLES))
    for _ in range(2):  # twice taken in, twice accepted: the same end
        run("sync.central", "accept", parcel, "-o", back)
        run("desktop.cli", "accept", back, code=None if status()["waiting"] == 0 else 0)
        told = status()
        assert (told["waiting"], told["sent"], told["unconfirmed"], told["refused"]) == (0, len(SAMPLES), 0, 0)
    run("sync.central", "export", tmp_path / "centre.jsonl")
    assert len((tmp_path / "centre.jsonl").read_text(encoding="utf-8").splitlines()) == len(SAMPLES)
    (batch,) = {json.loads(line)["batch"] for line in run("desktop.cli", "receipts", "--json").splitlines()}
    assert "Đúng chữ ký" in run("desktop.cli", "verify", back)
    run("desktop.cli", "receipt", batch, "-o", paper)
    assert paper.read_bytes().startswith(b"%PDF")

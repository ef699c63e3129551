"""The built program at work without Python: every step an office takes, by its own two programs, beside a centre on loopback."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop.models.files import atomic_write
from desktop.packaging.tree import ROOT, Unbuilt

UNIT, PERIOD, DESIGN = "20242", "2026-Q3", "poster-su-kien"
SAMPLES = ROOT / "resources" / "samples" / "activities.jsonl"
PATIENCE = 240  # seconds for one step on a slow machine


@dataclass(frozen=True, slots=True)
class Programs:
    """Where the two programs are, as seen from below `root` (None: this system)."""

    console: str
    window: str
    root: Path | None = None
    tools: str = "/usr/sbin:/usr/bin:/sbin:/bin"  # the path of programs

    def run(self, *arguments: str, window: bool = False) -> str:
        """Run one to its end with nothing of ours in its environment; return what it printed. Raises Unbuilt."""
        command = [self.window if window else self.console, *arguments]
        if self.root is not None:
            command = ["chroot", str(self.root), *command]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=PATIENCE,
                              check=False, stdin=subprocess.DEVNULL, env=_bare(self.tools))  # fmt: skip
        if done.returncode:
            raise Unbuilt(
                f"Bước «{' '.join(arguments[:2])}» của bản đóng gói hỏng: {(done.stderr or done.stdout).strip()[-600:]}"
            )
        return done.stdout.strip()


def smoke(programs: Programs) -> list[str]:
    """Do the whole job; return one line for each step with its seconds. Raises Unbuilt at the first that fails."""
    inside = programs.root or Path("/")
    scratch = Path(tempfile.mkdtemp(prefix="so-phuong-smoke-", dir=inside / "tmp" if programs.root else None))
    seen = (
        Path("/") / scratch.relative_to(inside) if programs.root else scratch
    )  # the same folder as the program sees it
    lines: list[str] = []
    try:
        with _centre(scratch) as url:
            _work(programs, scratch, seen, url, lines)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return lines


def _work(programs: Programs, scratch: Path, seen: Path, url: str, lines: list[str]) -> None:
    def step(name: str, *arguments: str, window: bool = False) -> str:
        began = time.perf_counter()
        told = programs.run(*arguments, *(() if arguments[:2] == ("selftest", "--program") else ("--data-dir", str(seen / "so"))),
                            window=window)  # fmt: skip
        lines.append(f"{name:<34} {time.perf_counter() - began:5.1f} s")
        return told

    step("tự kiểm tra", "selftest", "--program")
    _central(scratch, "enrol", UNIT, "--url", url, "-o", str(scratch / "phuong.toml"))
    step("lập sổ từ tệp đơn vị", "init", "--office", str(seen / "phuong.toml"), "--name", "Phòng Văn hóa - Xã hội")
    every = SAMPLES.read_text(encoding="utf-8").splitlines(keepends=True)
    atomic_write(scratch / "mau.jsonl", "".join(every[:-1]).encode())
    step("ghi hoạt động mọi loại", "record", str(seen / "mau.jsonl"))
    found = step("tìm không dấu", "list", "--kind", "SUKIEN", "--limit", "1", "--json")
    uid = json.loads(found.splitlines()[0])["uid"]
    step("in áp phích", "print", DESIGN, "--activity", uid, "-o", str(seen / "ap-phich.pdf"))
    step("báo cáo PDF", "report", "--period", PERIOD, "-o", str(seen / "bao-cao.pdf"))
    step("báo cáo Word", "report", "--period", PERIOD, "-o", str(seen / "bao-cao.docx"))
    step("báo cáo Excel", "report", "--period", PERIOD, "-o", str(seen / "bao-cao.xlsx"))
    step("gửi về trung tâm", "send")
    atomic_write(scratch / "them.jsonl", every[-1].encode())
    step("ghi thêm một hoạt động", "record", str(seen / "them.jsonl"))
    step("gói mang bằng USB", "pack", str(seen / "goi.sophuong"))
    step("sao lưu", "backup", str(seen / "so.backup"))
    step("khôi phục", "restore", str(seen / "so.backup"))
    step("kiểm tra sổ", "check")
    step("cửa sổ, trang đầu có dữ liệu", "--exit-after-paint", window=True)
    for name, head in (("ap-phich.pdf", b"%PDF"), ("bao-cao.pdf", b"%PDF"), ("bao-cao.docx", b"PK"), ("bao-cao.xlsx", b"PK"),
                       ("goi.sophuong", b""), ("so.backup", b"PK")):  # fmt: skip
        data = (scratch / name).read_bytes()
        if len(data) < 200 or not data.startswith(head):
            raise Unbuilt(f"«{name}» của bản đóng gói không đúng dạng ({len(data)} byte).")
    _central(scratch, "export", str(scratch / "trung-tam.jsonl"))
    theirs = len((scratch / "trung-tam.jsonl").read_text(encoding="utf-8").splitlines())
    if not theirs:
        raise Unbuilt("Trung tâm không nhận được hoạt động nào từ bản đóng gói.")
    lines.append(f"trung tâm nhận {theirs} hoạt động")


def without_python(folder: Path) -> str:
    """Return a path of programs that has no Python: the two words the console program's script needs, or Windows' own folder."""
    if os.name == "nt":
        return str(Path(os.environ["SYSTEMROOT"], "System32"))
    for name in ("readlink", "dirname"):
        if found := shutil.which(name):
            (folder / name).symlink_to(found)
    return str(folder)


def _bare(path: str) -> dict[str, str]:
    """Return an environment without Python and without a keyring: what a fresh account has."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "APPDATA", "LOCALAPPDATA") if name in os.environ}
    return kept | {"PATH": path, "HOME": "/tmp", "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen",
                   "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}  # fmt: skip


@contextmanager
def _centre(scratch: Path) -> Iterator[str]:
    command = _command("serve", "--data", str(scratch / "trung-tam"), "--port", "0")
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True,
                              encoding="utf-8", env=os.environ | {"PYTHONUTF8": "1"}, cwd=ROOT)  # fmt: skip
    try:
        line = server.stdout.readline() if server.stdout else ""
        if "http://" not in line:
            raise Unbuilt(f"Trung tâm thử không chạy được: {line.strip()}")
        yield line[line.index("http://") :].strip()
    finally:
        server.terminate()
        server.communicate(timeout=20)


def _central(scratch: Path, *arguments: str) -> None:
    done = subprocess.run(_command(*arguments, "--data", str(scratch / "trung-tam")), capture_output=True, text=True,
                          encoding="utf-8", check=False, cwd=ROOT, env=os.environ | {"PYTHONUTF8": "1"})  # fmt: skip
    if done.returncode:
        raise Unbuilt(f"Trung tâm thử hỏng ở bước {arguments[0]}: {done.stderr.strip()[-300:]}")


def _command(*arguments: str) -> Sequence[str]:
    return [sys.executable, "-m", "sync.central", *arguments]

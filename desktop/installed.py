"""Versions of the program side by side: which one runs, which waits its turn, and the way back from one that fails.

    <root>/app-1.2.3/         the program, never changed once it stands there
    <root>/current            a link to the one that runs; every shortcut leads through it
    <root>/update.json        what waits, what is on trial, what failed

A staged version takes over at a start, after its own self-test; it is on trial until its window has stood for a
while. Two starts without that, or a failed self-test, and the version before is back. Knows no Qt: it is read
before anything else of a frozen program.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from desktop.models.errors import StoreError
from desktop.models.files import atomic_write, sync_folder, told

STATE, LINK, PREFIX = "update.json", "current", "app-"
TRIES = 2  # starts a version on trial has to show its window
PATIENCE = 180  # seconds a self-test may take on a slow disk
_EXE = ".exe" if os.name == "nt" else ""


@dataclass(frozen=True, slots=True)
class State:
    """What is kept between starts; versions as text, "" for none. `told` is a sentence for the next window."""

    staged: str = ""
    trial: str = ""
    previous: str = ""
    starts: int = 0
    bad: tuple[str, ...] = ()
    told: str = ""
    source: str = ""


@dataclass
class Installed:
    """The versions below one root; `own` is the one that asks."""

    root: Path
    own: str = ""
    test: Callable[[Path], str] = field(default=lambda folder: self_test(folder))

    def state(self) -> State:
        """Return what is kept; a spoilt file counts as nothing kept."""
        try:
            given = json.loads((self.root / STATE).read_bytes())
            known = {name: given[name] for name in State.__slots__ if name in given}
            return State(**(known | {"bad": tuple(known.get("bad", ()))}))
        except (OSError, ValueError, TypeError):
            return State()

    def keep(self, state: State) -> None:
        """Keep the state. Raises StoreError where the folder is not ours to write."""
        atomic_write(self.root / STATE, json.dumps(asdict(state), ensure_ascii=False, indent=1).encode())

    def writable(self) -> bool:
        """Say whether this person may put a version here (else it is for IT)."""
        return os.access(self.root, os.W_OK)

    def running(self) -> str:
        """Return the version the link leads to, "" where there is no link."""
        try:
            return Path(os.path.realpath(self.root / LINK)).name.removeprefix(PREFIX) if (self.root / LINK).exists() else ""
        except OSError:
            return ""

    def stage(self, version: str) -> None:
        """Let a version that lies ready take over at the next start."""
        if not self._folder(version).is_dir():
            raise StoreError(f"Không thấy bản {version} đã tải: hãy tải lại.")
        self.keep(replace(self.state(), staged=version, told=""))

    def start(self, version: str) -> Path | None:
        """Begin a start of `version`; return the program that must run in its place, or None to go on.

        Never raises: a program whose updates are in disorder still starts.
        """
        try:
            return self._start(version)
        except (StoreError, OSError):
            return None

    def settle(self, version: str) -> None:
        """Say that the version on trial works; throw away those older than the one before it."""
        state = self.state()
        if state.trial != version:
            return
        self.keep(replace(state, trial="", starts=0, told=""))
        for folder in self.root.glob(f"{PREFIX}*"):
            if folder.name.removeprefix(PREFIX) not in {version, state.previous, state.staged}:
                shutil.rmtree(folder, ignore_errors=True)

    def take_told(self) -> str:
        """Return the sentence for this window and forget it."""
        state = self.state()
        if state.told:
            self.keep(replace(state, told=""))
        return state.told

    def _start(self, version: str) -> Path | None:
        state = self.state()
        if state.trial == version:
            if state.starts < TRIES:
                self.keep(replace(state, starts=state.starts + 1))
                return None
            return self._back(state, f"Bản {version} không mở được nên đã trở về bản {state.previous}; dữ liệu còn nguyên.")
        if state.staged and state.staged != version and self._folder(state.staged).is_dir():
            return self._take_over(state, version)
        return None

    def _take_over(self, state: State, version: str) -> Path | None:
        fault = self.test(self._folder(state.staged))
        if fault:
            sentence = f"Bản mới {state.staged} không qua được tự kiểm tra ({fault}): vẫn dùng bản {version}."
            self.keep(replace(state, staged="", bad=(*state.bad, state.staged), told=sentence))
            shutil.rmtree(self._folder(state.staged), ignore_errors=True)
            return None
        self.keep(replace(state, staged="", trial=state.staged, previous=version, starts=0,
                          told=f"Đã cập nhật lên bản {state.staged}."))  # fmt: skip
        self.turn(state.staged)
        return self._program(state.staged)

    def _back(self, state: State, sentence: str) -> Path:
        self.turn(state.previous)
        self.keep(replace(state, trial="", starts=0, bad=(*state.bad, state.trial), told=sentence))
        return self._program(state.previous)

    def turn(self, version: str) -> None:
        """Lead the link to a version. Raises StoreError; on Linux never without a link, on Windows for a moment."""
        target, link, fresh = self._folder(version), self.root / LINK, self.root / f"{LINK}.new"
        with told(link):
            if os.name == "nt":
                import _winapi

                if fresh.exists():
                    os.rmdir(fresh)
                _winapi.CreateJunction(str(target), str(fresh))  # type: ignore[attr-defined,unused-ignore]
                if link.exists():
                    os.rmdir(link)
                os.rename(fresh, link)
            else:
                fresh.unlink(missing_ok=True)
                fresh.symlink_to(target.name)
                os.replace(fresh, link)
                sync_folder(self.root)

    def _folder(self, version: str) -> Path:
        return self.root / f"{PREFIX}{version}"

    def _program(self, version: str) -> Path:
        return self._folder(version) / f"so-phuong{_EXE}"


def here() -> Installed | None:
    """Return the versions this frozen program is one of; None from source, from a package of the system, unpacked alone."""
    if not getattr(sys, "frozen", False):
        return None
    folder = Path(os.path.realpath(sys.executable)).parent
    return Installed(folder.parent, folder.name.removeprefix(PREFIX)) if folder.name.startswith(PREFIX) else None


def self_test(folder: Path) -> str:
    """Let a program prove itself; return "" or what is wrong in a few words."""
    try:
        done = subprocess.run(
            [folder / f"sophuong{_EXE}", "selftest", "--program"], capture_output=True, timeout=PATIENCE, check=False,
            stdin=subprocess.DEVNULL, creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0))  # fmt: skip
    except subprocess.TimeoutExpired:
        return "quá lâu"
    except OSError as fault:
        return fault.strerror or "không chạy được"
    if done.returncode == 0:
        return ""
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    return lines[-1][:200] if lines else f"mã {done.returncode}"


def hand_over(program: Path, arguments: Sequence[str]) -> None:
    """Run another version of the program in place of this one; does not return where the system can replace it."""
    if os.name == "nt":
        subprocess.Popen([program, *arguments], close_fds=True)
        return
    os.execv(program, [str(program), *arguments])

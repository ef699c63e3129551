"""The developer's one door: python3 dev.py setup | demo | run | test | bench | build | dictionary | lint.

Needs Python 3.11 or later and nothing else. The first call makes .venv from uv.lock (network needed once);
later calls start at once, from any folder.
"""

from __future__ import annotations  # so that an older Python reaches the sentence about its age

import ctypes
import hashlib
import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "so-phuong.stamp"
UV = "uv==0.13.9"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")

# What PySide6-Essentials links to that a bare Debian 12 lacks: library -> package (read with ldd from 6.11.3).
LIBRARIES = {
    "libEGL.so.1": "libegl1", "libGL.so.1": "libgl1", "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1", "libdbus-1.so.3": "libdbus-1-3", "libglib-2.0.so.0": "libglib2.0-0",
    "libX11.so.6": "libx11-6", "libxcb.so.1": "libxcb1",
}  # fmt: skip
SCREEN_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0", "libxcb-icccm.so.4": "libxcb-icccm4", "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1", "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0", "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xfixes.so.0": "libxcb-xfixes0", "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}  # fmt: skip


class Fault(Exception):
    """Something the person at the keyboard has to do; one sentence."""


def setup(arguments: Sequence[str] = ()) -> int:
    """Make or renew the environment; do nothing when it fits uv.lock already."""
    wanted = stamp()
    if STAMP.exists() and STAMP.read_text(encoding="ascii") == wanted and PYTHON.exists():
        return 0
    print("Đang chuẩn bị môi trường trong .venv (cần mạng, chỉ lần đầu)…", flush=True)
    make_venv()
    install_uv()
    run_checked([str(BIN / "uv"), "sync", "--frozen", "--quiet"], "Không tải được các thư viện: "
                "hãy kiểm tra mạng (máy chủ ủy quyền: đặt HTTPS_PROXY) rồi chạy lại.")  # fmt: skip
    STAMP.write_text(wanted, encoding="ascii")
    return 0


def stamp() -> str:
    """Return the digest of everything the environment is made from."""
    # The place too: the programs in .venv name it, so a clone that was moved is set up anew.
    digest = hashlib.sha256(f"{sys.version_info[:2]}{UV}{ROOT}".encode())
    for name in ("uv.lock", "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def make_venv() -> None:
    """Make .venv with pip in it; on Debian the part of Python for that is a package of its own."""
    if PYTHON.exists() and has_pip() and made_here():
        return
    try:
        import ensurepip  # noqa: F401
        import venv
    except ImportError:
        version = f"python3.{sys.version_info[1]}-venv"
        need_packages([version] if shutil.which("apt-get") else [], f"Python này thiếu venv: hãy cài gói {version}.")
        importlib.invalidate_caches()
    import venv

    # clear: a first try that was cut short leaves a Python without pip.
    venv.create(VENV, with_pip=True, clear=True)


def has_pip() -> bool:
    """Tell whether the environment's Python can install."""
    return subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


def made_here() -> bool:
    """Tell whether the environment was made where it lies now."""
    pip = BIN / ("pip.exe" if os.name == "nt" else "pip")
    return os.name == "nt" or not pip.exists() or str(VENV).encode() in pip.read_bytes()[:300]


def install_uv() -> None:
    """Install uv into the environment with the environment's own pip."""
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *pip_flags(), UV]
    run_checked(command, "Không tải được uv: hãy kiểm tra mạng (máy chủ ủy quyền: đặt HTTPS_PROXY) rồi chạy lại.")


def pip_flags() -> list[str]:
    """Return what makes an older pip trust the system's certificates (24.2 and later do so by themselves)."""
    import ensurepip

    version = tuple(int(part) for part in ensurepip.version().split(".")[:2] if part.isdigit())
    return ["--use-feature=truststore"] if (23, 3) <= version < (24, 2) else []


def need_libraries(wanted: dict[str, str]) -> None:
    """Name the system libraries that are missing with the exact command; as root on Debian install them."""
    if not sys.platform.startswith("linux"):
        return
    missing = [package for library, package in wanted.items() if not loads(library)]
    if missing:
        need_packages(missing, f"Thiếu thư viện hệ thống: {' '.join(missing)}")


def loads(library: str) -> bool:
    """Tell whether the system has a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def need_packages(packages: Sequence[str], reason: str) -> None:
    """Install Debian packages when we may, else say the command."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if not packages or not shutil.which("apt-get"):
        raise Fault(reason)
    if os.geteuid() != 0:
        raise Fault(f"{reason}. Hãy chạy: sudo {' '.join(command)}")
    print(f"{reason}: đang cài…", flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False, stdout=subprocess.DEVNULL)
    if subprocess.run([*command, "-qq"], env=quiet, check=False, stdout=subprocess.DEVNULL).returncode:
        raise Fault(f"{reason}. Chưa cài được, hãy chạy: {' '.join(command)}")


def run_checked(command: Sequence[str], reason: str) -> None:
    """Run a step of the set-up, its failure told in one sentence."""
    if subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode:
        raise Fault(reason)


def environment() -> dict[str, str]:
    """Return the environment of everything we start: the system's certificates, UTF-8, this .venv."""
    ours = {"UV_SYSTEM_CERTS": "true", "PYTHONUTF8": "1", "VIRTUAL_ENV": str(VENV), "UV_PROJECT_ENVIRONMENT": str(VENV)}
    return os.environ | ours


def offscreen() -> dict[str, str]:
    """Return the environment of a run without a screen and without touching this person's keyring."""
    return environment() | {"QT_QPA_PLATFORM": "offscreen", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}


def python(*arguments: str, env: dict[str, str] | None = None, here: bool = True) -> int:
    """Run the environment's Python, in the project's folder unless `here` is off (a person's own paths)."""
    folder = ROOT if here else None
    return subprocess.run([str(PYTHON), *arguments], cwd=folder, env=env or environment(), check=False).returncode


def demo(arguments: Sequence[str]) -> int:
    """The whole main job without a screen, into out/."""
    setup()
    need_libraries(LIBRARIES)
    return python("-m", "desktop.demo", str(ROOT / "out"), *arguments, env=offscreen())


def run(arguments: Sequence[str]) -> int:
    """Open the window."""
    setup()
    need_libraries(LIBRARIES | SCREEN_LIBRARIES)
    screen = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"} & set(os.environ)
    if sys.platform.startswith("linux") and not screen:
        raise Fault("Máy này không có màn hình: hãy chạy python3 dev.py demo, ảnh chụp từng trang sẽ ở trong out/.")
    return python("-P", "-m", "desktop", *arguments, here=False)


def lint(arguments: Sequence[str] = ()) -> int:
    """ruff, then mypy."""
    setup()
    return python("-m", "ruff", "check", ".") or python("-m", "mypy")


def test(arguments: Sequence[str]) -> int:
    """Lint, then the whole suite; --long adds the soaks; anything else goes to pytest."""
    linted = lint()
    need_libraries(LIBRARIES)
    rest = [argument for argument in arguments if argument != "--long"]
    marked = [] if "--long" in arguments else ["-m", "not long"]
    # A file stays on one worker: what its tests share is made once.
    side_by_side = [] if {"-n", "-s", "--pdb"} & set(rest) else ["-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadfile"]
    tested = python("-m", "pytest", *marked, *side_by_side, *rest, env=offscreen())
    if linted:
        print("Các bài kiểm thử đã chạy, nhưng ruff hoặc mypy ở trên chưa đạt.", file=sys.stderr)
    return tested or linted


def bench(arguments: Sequence[str]) -> int:
    """Measure beside a floor or a peer; a table, and JSON in out/."""
    setup()
    need_libraries(LIBRARIES)
    return python("-m", "bench", *arguments, env=offscreen())


def build(arguments: Sequence[str]) -> int:
    """Freeze both programs into one folder, dist/so-phuong; --smoke tries it, --installers packs it."""
    setup()
    need_libraries(LIBRARIES | SCREEN_LIBRARIES)  # what is missing here would be missing in the built program
    run_checked([str(BIN / "uv"), "sync", "--frozen", "--quiet", "--group", "build"], "Không tải được PyInstaller.")
    rest = [one for one in arguments if one not in ("--smoke", "--installers")]
    # The same order of everything, and one moment, so that two builds are the same bytes.
    same = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", "1767225600")}
    built = python("-m", "PyInstaller", "--noconfirm", "build.spec", *rest, env=environment() | same)
    for asked in ("--smoke", "--installers"):
        if not built and asked in arguments:
            built = python("-m", "desktop.packaging", asked[2:], env=offscreen() | same)
    return built


def dictionary(arguments: Sequence[str]) -> int:
    """Write docs/data-dictionary.md from the declarations."""
    setup()
    return python("-m", "desktop.dictionary", str(ROOT / "docs" / "data-dictionary.md"))


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "setup": setup, "demo": demo, "run": run, "test": test, "bench": bench, "build": build,
    "dictionary": dictionary, "lint": lint,
}  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # a Windows console may know no Vietnamese letter
    if sys.version_info < (3, 11):
        print("Cần Python 3.11 trở lên; máy này đang có " + sys.version.split()[0] + ".", file=sys.stderr)
        return 1
    if not arguments or arguments[0] not in COMMANDS:
        print(__doc__)
        return 0 if arguments[:1] in ([], ["--help"], ["-h"]) else 2
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except Fault as fault:
        print(str(fault), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

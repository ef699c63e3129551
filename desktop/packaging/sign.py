"""Signing for Windows: with the certificate the environment names, or not at all and told so.

    SIGN_PFX        a certificate with its key (.pfx); SIGN_PASSWORD its password
    SIGN_TIMESTAMP  the server of timestamps (http://…), by default none

On Windows signtool does it, elsewhere osslsigncode. The password never stands on a command line that is logged.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from desktop.models.files import atomic_write
from desktop.packaging.tree import TITLE, Tree, Unbuilt

UNSIGNED = "chưa ký: đặt SIGN_PFX (và SIGN_PASSWORD) để ký; khi chưa ký, Windows hỏi lại lúc mở bộ cài"


def programs(tree: Tree) -> str:
    """Sign the two programs of a tree; return what was done, in words."""
    return sign(sorted(tree.folder.glob("*.exe")))


def installers(folder: Path) -> str:
    """Sign what people start; return what was done, in words."""
    return sign(sorted([*folder.glob("*.exe"), *folder.glob("*.msi")]))


def sign(files: Iterable[Path], environment: Mapping[str, str] = os.environ) -> str:
    """Sign files in place. Raises Unbuilt where the tool or the certificate does not do."""
    certificate = environment.get("SIGN_PFX", "")
    if not certificate:
        return UNSIGNED
    wanted = list(files)
    tool = "signtool" if os.name == "nt" else "osslsigncode"
    if shutil.which(tool) is None:
        raise Unbuilt(f"Có chứng thư nhưng thiếu {tool}: hãy cài rồi chạy lại.")
    for path in wanted:
        _signtool(path, certificate, environment) if os.name == "nt" else _osslsigncode(path, certificate, environment)
    return f"đã ký {len(wanted)} tệp"


def _osslsigncode(path: Path, certificate: str, environment: Mapping[str, str]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        secret, signed = Path(scratch) / "password", Path(scratch) / path.name
        atomic_write(secret, environment.get("SIGN_PASSWORD", "").encode(), mode=0o600)
        stamp = environment.get("SIGN_TIMESTAMP", "")
        _run(["osslsigncode", "sign", "-pkcs12", certificate, "-readpass", str(secret), "-h", "sha256", "-n", TITLE,
              *(["-ts", stamp] if stamp else []), "-in", str(path), "-out", str(signed)])  # fmt: skip
        shutil.copyfile(signed, path)


def _signtool(path: Path, certificate: str, environment: Mapping[str, str]) -> None:
    stamp = environment.get("SIGN_TIMESTAMP", "")
    _run(["signtool", "sign", "/q", "/fd", "sha256", "/f", certificate, "/p", environment.get("SIGN_PASSWORD", ""),
          "/d", TITLE, *(["/tr", stamp, "/td", "sha256"] if stamp else []), str(path)])  # fmt: skip


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        raise Unbuilt(f"{command[0]} không ký được: {(done.stderr or done.stdout).strip()[-300:]}")

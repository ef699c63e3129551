"""The installer .exe, by makensis: the same script here and on Windows."""

import os
import shutil
import subprocess
from pathlib import Path

from desktop.packaging import icons
from desktop.packaging.tree import NAME, SCRIPTS, Tree, Unbuilt

SCRIPT = SCRIPTS / "so-phuong.nsi"


def build(tree: Tree, out: Path, work: Path) -> Path:
    """Make so-phuong-<version>-setup.exe in `out`. Raises Unbuilt where makensis is missing or refuses."""
    makensis = shutil.which("makensis")
    if makensis is None:
        raise Unbuilt("Thiếu makensis: hãy cài NSIS 3 (Debian: gói nsis).")
    work.mkdir(parents=True, exist_ok=True)
    target = out / f"{NAME}-{tree.version}-setup.exe"
    sign = "/D" if os.name == "nt" else "-D"
    told = {"VERSION": tree.version, "PAYLOAD": f"{tree.folder}{os.sep}*.*", "ICON": str(icons.ico(work / "so-phuong.ico")),
            "OUTFILE": str(target), "KILOBYTES": str(tree.kilobytes)}  # fmt: skip
    command = [makensis, *(["-V2", "-INPUTCHARSET", "UTF8"] if os.name != "nt" else ["/V2", "/INPUTCHARSET", "UTF8"]),
               *(f"{sign}{name}={value}" for name, value in told.items()), str(SCRIPT)]  # fmt: skip
    # `_internal/a` may be a link that Windows would not have: the files themselves are packed.
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False,
                          env=os.environ | {"SOURCE_DATE_EPOCH": str(tree.at)})  # fmt: skip
    if done.returncode or not target.exists():
        raise Unbuilt(f"makensis từ chối: {(done.stdout + done.stderr).strip()[-600:]}")
    return target

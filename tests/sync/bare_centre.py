"""The centre on a machine without Qt, ReportLab and whatever else only an office's PC has."""

import sys
from importlib.abc import MetaPathFinder
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
ABSENT = frozenset({"PySide6", "shiboken6", "reportlab", "uharfbuzz", "PIL", "pypdfium2", "segno", "sqlite_utils",
                    "keyring", "httpx2", "truststore", "xlsxwriter", "python_calamine"})  # fmt: skip


class Absent(MetaPathFinder):
    """Finds nothing of what is not there."""

    def find_spec(self, name: str, *_: object) -> None:
        if name.partition(".")[0] in ABSENT:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


sys.meta_path.insert(0, Absent())
from sync.central.command import main

main()

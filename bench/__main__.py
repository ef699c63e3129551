"""`python3 dev.py bench [NAME…] [--json FILE]`: measure, print a table, write JSON."""

import argparse
import json
import os
import platform
import sys
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

NAMES = ("start", "list", "find", "saves", "paper", "batch", "table", "banner", "preview", "tiles", "post", "photos",
         "evidence", "sizes", "reports", "engine", "copies")  # fmt: skip
COLUMNS = (("what", "Đo gì"), ("value", "Được"), ("unit", "Đơn vị"), ("peer", "So với"), ("peer_value", "Mốc"),
           ("ratio", "Tỉ lệ"), ("goal", "Đích"))  # fmt: skip
NUMBERS = {"value", "peer_value", "ratio"}
OUT = Path(__file__).resolve().parents[1] / "out" / "bench.json"


def main(arguments: list[str]) -> int:
    """Measure what is named (default: all) and tell it."""
    reader = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    reader.add_argument("names", nargs="*", metavar="NAME", help=f"trong số: {', '.join(NAMES)} (mặc định: tất cả)")
    reader.add_argument("--json", type=Path, default=OUT, metavar="FILE", help="nơi ghi JSON (mặc định: out/bench.json)")
    given = reader.parse_args(arguments)
    unknown = [name for name in given.names if name not in NAMES]
    if unknown:
        reader.error(f"không có phép đo {', '.join(unknown)}; chọn trong: {', '.join(NAMES)}")
    rows: list[dict[str, Any]] = []
    for name in given.names or NAMES:
        print(f"Đang đo: {name}…", file=sys.stderr, flush=True)
        rows += [{"bench": name} | row for row in import_module(f"bench.{name}").measure()]
    print(table(rows))
    keep(given.json, rows)
    return 0


def keep(target: Path, rows: list[dict[str, Any]]) -> None:
    """Write the rows with the machine they were measured on."""
    target.parent.mkdir(parents=True, exist_ok=True)
    found = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine(), "rows": rows}
    target.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"\nJSON: {target}")


def machine() -> dict[str, Any]:
    """Tell what the figures depend on."""
    import sqlcipher3

    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {"system": platform.platform(), "cores": os.cpu_count(), "load": load, "python": platform.python_version(),
            "pyside6": version("PySide6-Essentials"), "sqlite": sqlcipher3.sqlite_version}  # fmt: skip


def table(rows: list[dict[str, Any]]) -> str:
    """Return the rows as aligned text."""
    lines = [[label for _, label in COLUMNS]] + [[cell(row.get(key)) for key, _ in COLUMNS] for row in rows]
    widths = [max(len(line[at]) for line in lines) for at in range(len(COLUMNS))]

    def set_line(line: list[str]) -> str:
        cells = (text.rjust(width) if key in NUMBERS else text.ljust(width)
                 for text, width, (key, _) in zip(line, widths, COLUMNS, strict=True))  # fmt: skip
        return "  ".join(cells).rstrip()

    return "\n".join([set_line(lines[0]), "  ".join("─" * width for width in widths), *map(set_line, lines[1:])])


def cell(value: Any) -> str:
    """Return one figure as officials write it: 1.234,5; "" for none."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        from desktop.models.text import number_vi

        return number_vi(value)
    return "" if value is None else str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

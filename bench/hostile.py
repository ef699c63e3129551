"""Hostile files through the doors of the program: verdict, time, memory of the process that reads them. `python -m bench.hostile`.

Beside it, for files of Excel and pictures, what the libraries do when they are handed the same bytes, in a process that is
limited to 2 GB and 30 s.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from desktop.models import kinds as declarations
from desktop.models import limited
from desktop.models.book import Book
from tests.hostile import doors, makers

_PLAIN = """
import resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, (2 * 2**30, 2 * 2**30)); resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
began, door, path = time.perf_counter(), sys.argv[1], sys.argv[2]
said = "read"
try:
    if door == "excel":
        import python_calamine
        [one.to_python() for one in map(python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_name,
                                        python_calamine.CalamineWorkbook.from_path(path).sheet_names)]
    else:
        from PIL import Image
        Image.open(path).load()
except BaseException as fault:
    said = type(fault).__name__
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1]
print(f"{said} {time.perf_counter() - began:.2f} s {int(peak) // 1024} MB")
"""


def main() -> None:
    """Print one line for each file."""
    kinds = declarations.load()
    with tempfile.TemporaryDirectory() as scratch, Book.create(Path(scratch) / "so", unit="20242", person="") as book:
        for name, (door, make, _) in makers.FILES.items():
            path = Path(scratch) / "in" / name.replace(" ", "-")
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(make())
            found = doors.come_in(door, path, book, kinds)
            print(f"{name:24}{door:10}{found.said:9}{found.seconds:6.2f} s{found.peak:5} MB   {_plain(door, path)}")
            path.unlink()
    limited.reader.close()


def _plain(door: str, path: Path) -> str:
    if door not in ("excel", "photo"):
        return ""
    done = subprocess.run([sys.executable, "-c", _PLAIN, door, str(path)], capture_output=True, text=True, check=False, timeout=90)
    return done.stdout.strip() or f"ended by {done.returncode}"


if __name__ == "__main__":
    main()

"""A0 on A4 sheets: every tile as a picture of 300 dpi for the printer, one after the other; peak memory over the start."""

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.figures import beside, peak_mb
from bench.peers import papers

DPI = 300.0
PAGE_MB = 210 / 25.4 * DPI * 297 / 25.4 * DPI * 3 / 1024**2  # one A4 in RGB


def measure() -> list[dict[str, Any]]:
    """Return memory and CPU a tile."""
    with tempfile.TemporaryDirectory() as folder:
        found = papers.of_ours("bench.tiles", out=Path(folder) / "tiles.pdf")
    return [
        beside(f"Bộ nhớ thêm khi dựng {found['tiles']} mảnh A0 ở {DPI:g} dpi", found["over_mb"], "MB", peer="một trang A4 RGB trần",
               peer_value=round(PAGE_MB, 1), most=256.0),
        beside("Mỗi mảnh A4 thành ảnh 300 dpi", round(found["seconds"] / found["tiles"], 2), "s CPU", peer="PDF của cả bộ mảnh",
               peer_value=found["pdf_seconds"]),
    ]  # fmt: skip


def draw(out: Path) -> dict[str, Any]:
    """Make the tiles of a poster at A0, then each its picture, let go before the next."""
    from desktop.models import units
    from desktop.models.office import Office
    from desktop.printing import designs, facts, paper
    from desktop.printing.raster import page_count, raster

    design = next(one for one in designs.load().values() if one.family == "poster" and "A0" in one.sizes())
    slots = facts.fill(design, facts.facts(Office(units.find("20242"), "", "0" * 16, "x")))
    begun = time.process_time()
    pdf = paper.render(design, slots, paper.Look(tile="A4", size="A0"))
    made, before = time.process_time(), peak_mb()
    count = page_count(pdf)
    for page in range(count):
        raster(pdf, page, dpi=DPI)
    out.write_bytes(pdf)
    return {"tiles": count, "pdf_seconds": round(made - begun, 3), "seconds": round(time.process_time() - made, 3),
            "over_mb": round(peak_mb() - before, 1), "peak_mb": round(peak_mb(), 1), "design": design.id}  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(draw(Path(sys.argv[1]))))

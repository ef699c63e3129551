"""What the live preview waits for: the PDF of a draft and its picture, for every design, a letter typed each time."""

import time
from typing import Any

from bench.figures import beside, milliseconds, quantile
from desktop.models import kinds, units
from desktop.models.office import Office
from desktop.printing import designs, facts, paper
from desktop.printing.raster import raster

TIMES, LONGEST, GOAL = 12, 1000, 150.0  # pixels along the longer side
VALUES = {"title": "Tập huấn kỹ năng số cho người dân", "starts_on": "2026-10-10", "starts_at": "08:00",
          "place": {"name": "Nhà sinh hoạt cộng đồng"}, "audiences": ["nguoidan"], "participants": {"total": 45}}  # fmt: skip


def measure() -> list[dict[str, Any]]:
    """Return p50 and p95 over all designs, and the slowest design."""
    spent = {one.id: each(one) for one in designs.load().values()}
    every = [whole for times in spent.values() for whole, _ in times]
    drawn = [pdf for times in spent.values() for _, pdf in times]
    slowest = max(spent, key=lambda name: quantile([whole for whole, _ in spent[name]], 0.95))
    worst = quantile([whole for whole, _ in spent[slowest]], 0.95)
    return [
        beside(f"Xem trước {len(spent)} mẫu: PDF và ảnh (p50)", milliseconds(quantile(every, 0.5)), "ms", peer="riêng PDF",
               peer_value=milliseconds(quantile(drawn, 0.5)), most=GOAL),
        beside(f"Xem trước {len(spent)} mẫu: PDF và ảnh (p95)", milliseconds(quantile(every, 0.95)), "ms", peer="riêng PDF",
               peer_value=milliseconds(quantile(drawn, 0.95)), most=GOAL),
        beside(f"Mẫu chậm nhất ({slowest}, p95)", milliseconds(worst), "ms", peer="p50 của mọi mẫu",
               peer_value=milliseconds(quantile(every, 0.5)), most=GOAL),
    ]  # fmt: skip


def each(design: designs.Design) -> list[tuple[float, float]]:
    """Return wall seconds of (PDF and picture, PDF) for a text that changes each time; the first is not counted."""
    office = Office(units.find("20242"), "", "0" * 16, "x")
    slots = facts.fill(design, facts.facts(office, kinds.load()["TAPHUAN"], VALUES))
    typed = next((field.name for field in design.fields if field.kind in {"text", "note"} and len(slots.get(field.name, "")) > 4),
                 None)  # fmt: skip
    dpi = LONGEST / (max(design.size) / design.scale / 25.4)
    found = []
    for turn in range(TIMES + 1):
        said = slots if typed is None else slots | {typed: slots[typed][: len(slots[typed]) - turn % 4] + "a" * (turn % 3)}
        begun = time.perf_counter()
        pdf = paper.render(design, said, paper.Look(draft=True))
        middle = time.perf_counter()
        raster(pdf, 0, dpi=dpi)
        found.append((time.perf_counter() - begun, middle - begun))
    return found[1:]

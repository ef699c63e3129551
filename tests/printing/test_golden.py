"""What every design draws, by hash: a change of the drawing code shows here and is looked at before it is kept.

Hashed are the decoded drawing commands of pages and forms, not the file: compression is the machine's own. After a change
that was meant and looked at: `python -m tests.printing.test_golden`.
"""

import hashlib
import io
import json
from pathlib import Path

import pikepdf
import pytest

from desktop.models import kinds, units
from desktop.models.office import Office
from desktop.printing import designs, facts, paper
from desktop.printing.design import Design

KEPT = Path(__file__).parent / "golden" / "designs.json"
SHELF = designs.load()
CLASS = {"title": "Tập huấn kỹ năng số cho người dân khu vực Thạch Thang", "starts_on": "2026-10-10", "starts_at": "08:00",
         "place": {"name": "Nhà sinh hoạt cộng đồng Thạch Thang"}, "audiences": ["nguoidan", "tocnscd"],
         "participants": {"total": 45}}  # fmt: skip


def drawn(design: Design, layout: str) -> str:
    """Return the hash of all drawing commands of a design at a layout, filled from a class."""
    office = Office(units.find("20242"), "", "0" * 16, "x")
    slots = facts.fill(design, facts.facts(office, kinds.load()["TAPHUAN"], CLASS))
    pdf = paper.render(design, slots, paper.Look(layout=layout))
    digest = hashlib.sha256()
    with pikepdf.open(io.BytesIO(pdf)) as found:
        for one in found.objects:
            if isinstance(one, pikepdf.Stream) and (one.get("/Subtype") == "/Form" or "/Type" not in one and "/Length1" not in one):
                digest.update(one.read_bytes())
    return digest.hexdigest()


def all_drawn() -> dict[str, str]:
    """Return the hash of every design at every layout."""
    return {f"{name} {layout.id}": drawn(design, layout.id) for name, design in SHELF.items() for layout in design.layouts}


@pytest.mark.parametrize("name", SHELF)
def test_a_design_draws_what_it_drew_when_it_was_last_looked_at(name: str) -> None:
    kept = json.loads(KEPT.read_text("utf-8"))
    for layout in SHELF[name].layouts:
        assert drawn(SHELF[name], layout.id) == kept[f"{name} {layout.id}"], f"look at {name} ({layout.id}), then keep its hash"


def test_nothing_is_kept_of_designs_that_are_gone() -> None:
    assert set(json.loads(KEPT.read_text("utf-8"))) == {f"{name} {layout.id}" for name, one in SHELF.items() for layout in one.layouts}


if __name__ == "__main__":
    KEPT.write_text(json.dumps(all_drawn(), indent=1) + "\n", "utf-8")

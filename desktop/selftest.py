"""The self-test: every probe in turn, and what they found as data, as words and as a paper for the phone call with IT."""

from __future__ import annotations

import json
import platform
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

from desktop.probes import BAD, OK, SKIP, WARN, Finding, Place

PROGRAM = (("program", "parts"), ("program", "paper"), ("program", "window"))
REST = (
    ("machine", "disk"),
    ("machine", "memory"),
    ("machine", "clock"),
    ("machine", "folders"),
    ("keeping", "book"),
    ("line", "line"),
)
MARKS = {OK: "ĐẠT", WARN: "CHÚ Ý", BAD: "HỎNG", SKIP: "BỎ QUA"}


def run(folder: Path, *, program_only: bool = False) -> list[Finding]:
    """Look at everything (or at the program alone); each finding carries how long its probe took, in ms."""
    place = Place(folder, datetime.now(UTC))
    found: list[Finding] = []
    for module, name in PROGRAM if program_only else (*PROGRAM, *REST):
        begun = time.perf_counter()
        said = getattr(import_module(f"desktop.probes.{module}"), name)(place)
        took = round((time.perf_counter() - begun) * 1000)
        found += [
            Finding(one.name, one.label, one.state, one.sentence, {**one.facts, "took_ms": took}) for one in said
        ]
    return found


def about() -> dict[str, Any]:
    """Return what this program and this system are; nothing of a person."""
    return {
        "program": metadata.version("so-phuong"),
        "frozen": bool(getattr(sys, "frozen", False)),
        "system": platform.system(),
        "release": platform.release(),
        "machine": platform.machine(),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def worst(found: Iterable[Finding]) -> str:
    """Return the worst state found: bad, warn or ok."""
    states = {one.state for one in found}
    return next((one for one in (BAD, WARN) if one in states), OK)


def as_json(found: Sequence[Finding]) -> bytes:
    """Return everything as JSON."""
    return json.dumps(
        {**about(), "result": worst(found), "findings": [asdict(one) for one in found]}, ensure_ascii=False, indent=1
    ).encode()


def lines(found: Iterable[Finding]) -> list[str]:
    """Return one line for each finding."""
    return [f"{MARKS[one.state]:<8} {one.label}: {one.sentence}" for one in found]

"""The real centre, killed by itself as by a power cut at the DIE_AT-th step of its database work."""

import os
import signal
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sqlalchemy import event
from sqlalchemy.pool import Pool

from sqlalchemy import Engine  # isort: skip
from sync.central.command import main

LEFT = [int(os.environ.get("DIE_AT", "0"))]


def step(*_: Any) -> None:
    LEFT[0] -= 1
    if LEFT[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)


def statement(_: Any, __: Any, sql: str, *___: Any) -> None:
    # The steps of starting up do not count: they are over before anything can be lost.
    if "FROM devices" in sql or "FROM enrolments" in sql:
        statement.begun = True  # type: ignore[attr-defined]
    if getattr(statement, "begun", False):
        step()


def given_back(*_: Any) -> None:
    if getattr(statement, "begun", False):
        step()


event.listen(Engine, "before_cursor_execute", statement)
event.listen(Engine, "commit", given_back)
event.listen(Pool, "checkin", given_back)

main()

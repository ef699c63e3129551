"""The console over many activities: the overview, a page of the list and a page of the reading API, beside counting anew.

`python -m bench.console [COUNT] [DATABASE]`: by default 1,000,000 activities on SQLite; DATABASE is postgresql://….
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from starlette.testclient import TestClient

from bench.figures import beside, milliseconds
from desktop.models import kinds as declarations
from desktop.models import units
from sync.central import engines, totals
from sync.central.api.tokens import Tokens
from sync.central.app import make_app
from sync.central.console.users import Users
from sync.central.store import Store, open_folder, open_url
from sync.central.tables import activities
from sync.central.tables import totals as kept

PASSWORD = "một câu dài dễ nhớ"
TURNS = 7


def measure(count: int = 1_000_000, database: str = "") -> list[dict[str, Any]]:
    """Return what a person waits for."""
    with tempfile.TemporaryDirectory() as place:
        store = open_url(database, Path(place)) if database else open_folder(Path(place))
        fill(store, count)
        kinds = declarations.load()
        with TestClient(make_app(store, kinds, now=lambda: datetime.now(UTC)), base_url="https://localhost") as client:
            Users(store).add("do", "admin", PASSWORD, now=datetime.now(UTC))
            page = client.get("/bang/dang-nhap").text
            csrf = page.split('name="csrf" value="')[1].split('"')[0]
            client.post("/bang/dang-nhap", data={"csrf": csrf, "name": "do", "password": PASSWORD})
            token = Tokens(store).make("do", ("totals", "activities"), days=1, now=datetime.now(UTC))
            bearer = {"Authorization": f"Bearer {token}"}
            with store.reading() as connection:
                query = select(activities.c.unit, func.count()).where(~activities.c.binned).group_by(activities.c.unit)
                plain = median(lambda: connection.execute(query).all())
            rows = []
            for name, path, headers, most in (
                ("trang tổng quan", "/bang/?ky=2026", {}, 300), ("trang một đơn vị", "/bang/don-vi/20242?ky=2026", {}, 300),
                ("danh sách hoạt động, trang đầu", "/bang/hoat-dong?since=2026-09&until=2026-09", {}, 300),
                ("API: tổng theo đơn vị và loại", "/api/v1/totals?by=unit,kind", bearer, 300),
                ("API: 500 hoạt động", "/api/v1/activities?limit=500", bearer, 300),
            ):  # fmt: skip
                assert client.get(path, headers=headers).status_code == 200
                took = median(lambda path=path, headers=headers: client.get(path, headers=headers))
                rows.append(beside(f"{name}, {count:,} hoạt động".replace(",", "."), milliseconds(took), "ms",
                                   peer="đếm lại bằng SQL", peer_value=milliseconds(plain), most=most))  # fmt: skip
            return rows


def fill(store: Store, count: int) -> None:
    """Put made-up activities and their sums into a store, as ingesting would leave them."""
    codes, names = list(units.load()), list(declarations.load())[:20]
    sums: dict[totals.Key, int] = {}
    with store.tx() as connection:
        for start in range(0, count, 50_000):
            rows = []
            for n in range(start, min(start + 50_000, count)):
                unit, kind = codes[n % len(codes)], names[n * 7 % 20]
                day = f"{2025 + n % 2}-{n // 3 % 12 + 1:02}-{n // 5 % 28 + 1:02}"
                values = {"title": f"Hoạt động {n}", "starts_on": day, "participants": n % 90}
                rows.append({"unit": unit, "uid": f"{n:08x}-0000-7000-8000-000000000000",
                             "revision": 1, "heads": b"h" * 32,
                             "kind": kind, "starts_on": day, "binned": False, "conflict": False, "values": values})  # fmt: skip
                for measure_, value in (("", 1), ("participants", n % 90)):
                    key = (unit, day[:7], kind, measure_)
                    sums[key] = sums.get(key, 0) + value
            engines.add(connection, activities, rows)
        engines.add(connection, kept, [dict(zip(("unit", "month", "kind", "measure"), key, strict=True)) | {"value": value}
                                       for key, value in sums.items()])  # fmt: skip


def median(ask: Callable[[], object]) -> float:
    """Return the median of some turns in seconds."""
    took = []
    for _ in range(TURNS):
        began = time.perf_counter()
        ask()
        took.append(time.perf_counter() - began)
    return sorted(took)[TURNS // 2]


if __name__ == "__main__":
    for one in measure(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, sys.argv[2] if len(sys.argv) > 2 else ""):
        print({key: value for key, value in one.items() if key != "all"})

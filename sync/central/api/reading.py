"""The reading doors under /api/v1: typed, paged by cursors that hold still while more comes in, JSON or CSV."""

import csv
import hashlib
import io
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request, Response
from fastapi import Path as InPath
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import and_, or_, select

from desktop.models import units
from sync.central import totals
from sync.central.answers import Stop
from sync.central.api.tokens import Token, Tokens
from sync.central.console import figures
from sync.central.console.export import guarded
from sync.central.pace import Pace
from sync.central.store import Store
from sync.central.tables import activities, revisions

MOST = 500  # rows of a page
_MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"
_UNIT = r"^\d{5}$"
Month = Annotated[str | None, Query(pattern=_MONTH, examples=["2026-09"])]
UnitCode = Annotated[str | None, Query(pattern=_UNIT, examples=["20242"])]
KindCode = Annotated[str | None, Query(max_length=20, examples=["TAPHUAN"])]
Limit = Annotated[int, Query(ge=1, le=MOST)]


class Row(BaseModel):
    """A row that knows its columns."""

    model_config = ConfigDict(extra="forbid")


class UnitRow(Row):
    """One of the 94 units: current activities, when it last sent ("" never)."""

    code: str = Field(examples=["20242"])
    name: str = Field(examples=["Phường Hải Châu"])
    kind: str = Field(examples=["phường"])
    activities: int = Field(examples=[128])
    last_received_at: str = Field(examples=["2026-11-24T02:00:00Z"])


class TotalRow(Row):
    """One sum; what was not told apart is "". `measure` "" counts activities."""

    unit: str = Field(examples=["20242"])
    month: str = Field(examples=["2026-09"])
    kind: str = Field(examples=["TAPHUAN"])
    measure: str = Field(examples=["participants"])
    value: int = Field(examples=[320])


class ActivityRow(Row):
    """The current state of an activity; `values` as its kind declares them, without anything personal."""

    unit: str = Field(examples=["20242"])
    uid: str = Field(examples=["01920d7e-0000-7000-8000-000000000001"])
    kind: str = Field(examples=["TAPHUAN"])
    revision: int = Field(examples=[2])
    starts_on: str = Field(examples=["2026-10-10"])
    review: str | None = Field(examples=["accepted"])
    values: dict[str, Any] = Field(examples=[{"title": "Lớp kỹ năng số"}])


class Activities(Row):
    """A page; `next` goes into `after` of the next question, null at the end."""

    items: list[ActivityRow]
    next: str | None = Field(examples=["20242|01920d7e-0000-7000-8000-000000000001"])


class ChangeRow(Row):
    """One saved state as it came: `position` rises by one within the unit and never changes."""

    position: int = Field(examples=[17])
    uid: str = Field(examples=["01920d7e-0000-7000-8000-000000000001"])
    revision: int = Field(examples=[1])
    kind: str = Field(examples=["TAPHUAN"])
    binned: bool
    refused: bool
    received_at: str = Field(examples=["2026-11-24T02:00:00Z"])
    values: dict[str, Any] = Field(examples=[{"title": "Lớp kỹ năng số"}])


class Changes(Row):
    """A page of a unit's log; ask again with `after` = `last` for what has come since."""

    items: list[ChangeRow]
    last: int = Field(examples=[17])


def add_doors(app: FastAPI, store: Store, now: Callable[[], datetime], pace: Pace,
              problems: dict[int | str, dict[str, Any]]) -> None:  # fmt: skip
    """Hang the doors into the centre's app."""
    keys = Tokens(store)
    _name_tokens(app)
    answers = problems | {304: {"description": "nothing new under the ETag that was sent"}}
    secured: dict[str, Any] = {"security": [{"token": []}]}

    def who(request: Request, scope: str, unit: str | None) -> Token:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        found = keys.find(given, now=now()) if scheme.lower() == "bearer" and given else None
        if found is None:
            raise Stop(401, "no-token", "Thiếu token hoặc token đã hết hạn: hãy xin trung tâm cấp lại.")
        pace.take(f"token {found.id}")
        if scope not in found.scopes or (found.unit and unit and unit != found.unit):
            raise Stop(403, "refused", "Token này không được đọc phần đó: hãy xin trung tâm mở phạm vi.")
        return found

    @app.get("/api/v1/units", response_model=list[UnitRow], responses=answers, openapi_extra=secured, tags=["reading"])
    def all_units(request: Request) -> Response:
        """Every unit, how many current activities it has and when it last sent."""
        me = who(request, "totals", None)
        cells = figures.grid(store, figures.Period("", "", "", ""), now(), me.unit)
        rows = [UnitRow(code=cell.unit, name=cell.name, kind=cell.kind, activities=cell.count, last_received_at=cell.last)
                for cell in cells]  # fmt: skip
        return _said(request, rows, UnitRow)

    @app.get("/api/v1/totals", response_model=list[TotalRow], responses=answers, openapi_extra=secured, tags=["reading"])
    def sums(request: Request, by: Annotated[str, Query(pattern=r"^(unit|month|kind)(,(unit|month|kind))*$")] = "unit",
             since: Month = None, until: Month = None, unit: UnitCode = None, kind: KindCode = None,
             measure: Annotated[str, Query(max_length=60)] = "") -> Response:  # fmt: skip
        """Sums of a time, told apart by any of unit, month, kind; JSON, or CSV for `Accept: text/csv`."""
        me = who(request, "totals", unit)
        chosen = (me.unit or unit,) if me.unit or unit else ()
        with store.reading() as connection:
            found = totals.ask(connection, by=tuple(dict.fromkeys(by.split(","))), since=since or "", until=until or "",
                               units=tuple(one for one in chosen if one), kinds=(kind,) if kind else (),
                               measures=(measure,))  # fmt: skip
        rows = [TotalRow(unit=one.unit, month=one.month, kind=one.kind, measure=one.measure, value=one.value) for one in found]
        return _said(request, rows, TotalRow)

    @app.get("/api/v1/activities", response_model=Activities, responses=answers, openapi_extra=secured, tags=["reading"])
    def listed(request: Request, unit: UnitCode = None, kind: KindCode = None, since: Month = None, until: Month = None,
               after: Annotated[str, Query(max_length=50, pattern=r"^(\d{5}\|[0-9A-Za-z-]{1,36})?$")] = "",
               limit: Limit = 100) -> Response:  # fmt: skip
        """Current activities by unit and uid: what comes in meanwhile moves no page."""
        me = who(request, "activities", unit)
        here, query = activities.c, select(activities).where(~activities.c.binned)
        for column, wanted in ((here.unit, me.unit or unit), (here.kind, kind)):
            query = query.where(column == wanted) if wanted else query
        query = query.where(here.starts_on >= f"{since}-01") if since else query
        query = query.where(here.starts_on <= f"{until}-31") if until else query
        if after:
            last_unit, _, last_uid = after.partition("|")
            query = query.where(or_(here.unit > last_unit, and_(here.unit == last_unit, here.uid > last_uid)))
        with store.reading() as connection:
            found = connection.execute(query.order_by(here.unit, here.uid).limit(limit + 1)).all()
        rows = [ActivityRow(unit=row.unit, uid=row.uid, kind=row.kind, revision=row.revision, starts_on=row.starts_on,
                            review=row.review, values=row._mapping["values"]) for row in found[:limit]]  # fmt: skip
        following = f"{rows[-1].unit}|{rows[-1].uid}" if len(found) > limit else None
        if _wants_csv(request):
            return _said(request, rows, ActivityRow, following=following)
        return _tagged(request, Activities(items=rows, next=following).model_dump_json().encode(), "application/json")

    @app.get("/api/v1/units/{unit}/changes", response_model=Changes, responses=answers, openapi_extra=secured, tags=["reading"])
    def changes(request: Request, unit: Annotated[str, InPath(pattern=_UNIT)], after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
                limit: Limit = 100) -> Response:  # fmt: skip
        """Everything a unit ever saved, in the order in which it came; nothing is ever taken out of it."""
        who(request, "activities", unit)
        if unit not in units.load():
            raise Stop(404, "no-unit", "Không có đơn vị này.")
        query = select(revisions).where(revisions.c.unit == unit, revisions.c.position > after)
        with store.reading() as connection:
            found = connection.execute(query.order_by(revisions.c.position).limit(limit)).all()
        rows = [ChangeRow(position=row.position, uid=row.uid, revision=row.revision, kind=row.kind, binned=row.binned,
                          refused=row.problems is not None, received_at=row.received_at, values=row._mapping["values"])
                for row in found]  # fmt: skip
        if _wants_csv(request):
            return _said(request, rows, ChangeRow)
        return _tagged(request, Changes(items=rows, last=rows[-1].position if rows else after).model_dump_json().encode(),
                       "application/json")  # fmt: skip


def _name_tokens(app: FastAPI) -> None:
    """Say in the description what a token is."""
    make = app.openapi

    def told() -> dict[str, Any]:
        schema = make()
        schemes = schema.setdefault("components", {}).setdefault("securitySchemes", {})
        how = "python -m sync.central tokens make NAME --scope totals"
        schemes["token"] = {"type": "http", "scheme": "bearer", "description": how}
        return schema

    app.openapi = told  # type: ignore[method-assign]


def _wants_csv(request: Request) -> bool:
    return "text/csv" in request.headers.get("accept", "")


def _said(request: Request, rows: list[Any], shape: type[Row], *, following: str | None = None) -> Response:
    if not _wants_csv(request):
        body = b"[" + b",".join(row.model_dump_json().encode() for row in rows) + b"]"
        return _tagged(request, body, "application/json")
    kept = io.StringIO()
    out = csv.writer(kept)
    out.writerow(shape.model_fields)
    for row in rows:
        out.writerow([guarded(str(cell)) if isinstance(cell, str | dict) else cell for cell in row.model_dump().values()])
    answer = _tagged(request, kept.getvalue().encode(), "text/csv; charset=utf-8")
    if following:
        answer.headers["Link"] = f'<?after={following}>; rel="next"'
    return answer


def _tagged(request: Request, body: bytes, media_type: str) -> Response:
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Authorization, Accept"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)

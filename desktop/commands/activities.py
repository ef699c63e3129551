"""Commands about activities: record, kinds, list, show, history, export."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from desktop.commands.console import Command, Desk, on_desk, say
from desktop.models import exchange, reading
from desktop.models import fields as types
from desktop.models.describe import describe
from desktop.models.journal import Journal
from desktop.models.query import Query
from desktop.models.text import date_vi, number_vi

STATES = {"saved": "đã lưu, chưa gửi", "sent": "đã gửi", "refused": "chưa hợp lệ", "binned": "trong thùng rác",
          "returned": "trả lại để sửa", "conflict": "hai máy cùng sửa", "accepted": "đã duyệt", "locked": "đã chốt"}
FILE = click.Path(path_type=Path)
as_json = click.option("--json", "as_json", is_flag=True, help="In mỗi kết quả thành một dòng JSON.")


@click.command(cls=Command)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), metavar="TỆP.jsonl")
@as_json
@on_desk
def record(desk: Desk, file: Path, as_json: bool) -> None:
    """Ghi hoạt động từ tệp JSON, mỗi dòng một hoạt động, ví dụ {"kind":"TOROI",…}.

    Dòng sai được nêu số dòng, trường và lý do, không lưu gì của dòng đó; các dòng đúng vẫn được lưu.
    """
    entries = exchange.read_stream(sys.stdin.buffer, "-") if str(file) == "-" else exchange.read(file, desk.kinds)
    saved, wrong = tell(exchange.record(entries, desk.activities), as_json=as_json)
    if not as_json:
        click.echo(f"Đã lưu {saved} hoạt động" + (f"; {wrong} dòng sai chưa lưu." if wrong else "."))
    if wrong:
        raise SystemExit(1)


@click.command(cls=Command)
@click.argument("kind", required=False, metavar="[LOẠI]")
@click.option("--all", "everything", is_flag=True, help="Cả danh mục tổ công nghệ số và phiếu đánh giá mô hình.")
@as_json
@on_desk
def kinds(desk: Desk, kind: str | None, everything: bool, as_json: bool) -> None:
    """Các loại hoạt động đã khai báo; với LOẠI: mọi trường, đơn vị tính, danh mục và quy tắc của loại đó."""
    chosen = [desk.kinds.known(kind)] if kind else list(desk.kinds.values() if everything
                                                         else desk.kinds.of_family("activity"))  # fmt: skip
    for one in chosen:
        if as_json:
            say(describe(one))
        elif not kind:
            click.echo(f"{one.code:<12} {one.label}")
        else:
            click.echo(f"{one.code}  {one.label}\n{one.hint}\n")
            for field in one.fields:
                mark = "*" if field.required else " "
                unit = f" ({field.unit})" if field.unit else ""
                click.echo(f" {mark} {field.name:<16} {field.type:<9} {field.label}{unit}")
                for choice in field.choices or field.groups:
                    click.echo(f"{'':34}{choice.code:<14} {choice.label}")
            for rule in one.rules:
                click.echo(f"   {'khuyên' if rule.warn else 'quy tắc'}: {rule.test} — {rule.sentence}")


def _filters(function: Any) -> Any:
    for option in (
        click.option("--kind", "kind_codes", multiple=True, metavar="LOẠI", help="Chỉ loại này (có thể lặp lại)."),
        click.option("--from", "since", metavar="NGÀY", help="Từ ngày, ví dụ 2026-06-15 hoặc 15/6/2026."),
        click.option("--to", "until", metavar="NGÀY", help="Đến hết ngày."),
        click.option("--search", default="", metavar="CHỮ", help="Tìm theo chữ, có dấu hay không dấu đều được."),
        click.option("--state", type=click.Choice(["waiting", "sent", "refused", "binned"]), help="Theo trạng thái."),
    ):
        function = option(function)
    return function


def _query(desk: Desk, kind_codes: tuple[str, ...], since: str | None, until: str | None,
           search: str, state: str | None) -> Query:  # fmt: skip
    codes = tuple(desk.kinds.known(code.upper()).code for code in kind_codes)
    first = reading.day(since).isoformat() if since else None
    last = reading.day(until).isoformat() if until else None
    return Query(text=search, kinds=codes, since=first, until=last, state=state or "")


@click.command("list", cls=Command)
@_filters
@click.option("--limit", type=click.IntRange(1), metavar="SỐ", help="Nhiều nhất bấy nhiêu dòng.")
@as_json
@on_desk
def list_(desk: Desk, kind_codes: tuple[str, ...], since: str | None, until: str | None, search: str,
          state: str | None, limit: int | None, as_json: bool) -> None:  # fmt: skip
    """Danh sách hoạt động, mới nhất trước."""
    query = _query(desk, kind_codes, since, until, search, state)
    activities = desk.activities
    if as_json:
        for number, activity in enumerate(activities.iterate(query)):
            if limit is not None and number >= limit:
                break
            say(exchange.plain(activity))
        return
    ids = activities.ids(query)
    for start in range(0, len(ids) if limit is None else min(limit, len(ids)), 500):
        stop = start + 500 if limit is None else min(start + 500, limit)
        for row in activities.rows(ids[start:stop].tolist()):
            people = f"{number_vi(row.people)} lượt người" if row.people is not None else ""
            click.echo(f"{date_vi(row.starts_on):<10}  {row.kind:<11} {row.title}  {people}  "
                       f"[{STATES[row.state]}]  {row.uid}")  # fmt: skip
    click.echo(f"{number_vi(len(ids))} hoạt động")


@click.command(cls=Command)
@click.argument("uid", metavar="MÃ")
@as_json
@on_desk
def show(desk: Desk, uid: str, as_json: bool) -> None:
    """Một hoạt động đầy đủ, với nhãn và đơn vị tính."""
    activity = desk.activities.get(uid)
    if as_json:
        say(exchange.plain(activity))
        return
    kind = desk.kinds[activity.kind]
    click.echo(f"{kind.label} · lần lưu {activity.revision} · {STATES[activity.state]}")
    for field in kind.fields:
        if field.name in activity.values:
            shown = types.show(field, activity.values[field.name])
            click.echo(f"  {field.label}: {shown}" + (f" {field.unit}" if field.unit and field.type != "money" else ""))
    for problem in desk.activities.reason(uid):
        click.echo(f"  Trung tâm chưa nhận: {problem.sentence}")
    review = desk.activities.review(uid) if activity.state in {"returned", "accepted", "locked"} else None
    for remark in review.remarks if review else ():
        name = kind.field(remark.field).label if remark.field in kind.names else ""
        click.echo(f"  Trung tâm: {name}{': ' if name else ''}{remark.sentence}")
    for torn in desk.activities.conflicts(uid):
        click.echo(f"  Hai máy cùng sửa «{torn.field}»: hãy mở cửa sổ chương trình để chọn giá trị đúng.")


@click.command(cls=Command)
@click.argument("uid", metavar="MÃ")
@as_json
@on_desk
def history(desk: Desk, uid: str, as_json: bool) -> None:
    """Mỗi lần lưu: khi nào, ai, và trường nào đổi từ gì sang gì."""
    before: dict[str, Any] = {}
    gone = Journal(desk.book).redacted(uid)
    for revision in desk.activities.history(uid):
        kind = desk.kinds.known(revision.kind)
        changes = dict(_changes(kind, before, dict(revision.values)))
        if as_json:
            say({"uid": uid, "revision": revision.revision, "at": revision.at, "by": revision.by,
                 "binned": revision.binned, "changes": changes, "redacted": gone.get(revision.seq, ("",))[0]})  # fmt: skip
        else:
            click.echo(f"Lần {revision.revision} · {revision.at} · {revision.by or 'không ghi tên'}")
            if revision.seq in gone:
                click.echo(f"  Đã xóa thông tin cá nhân khỏi lần lưu này ngày {gone[revision.seq][0][:10]}.")
            for label, (old, new) in changes.items():
                click.echo(f"  {label}: {old or '(trống)'} → {new or '(trống)'}")
        before = dict(revision.values)


def _changes(kind: Any, before: dict[str, Any], after: dict[str, Any]) -> Iterable[tuple[str, tuple[str, str]]]:
    for field in kind.fields:
        old, new = before.get(field.name), after.get(field.name)
        if old != new:
            yield field.label, (types.show(field, old), types.show(field, new))


@click.command(cls=Command)
@click.argument("file", type=FILE, metavar="TỆP")
@_filters
@on_desk
def export(desk: Desk, file: Path, kind_codes: tuple[str, ...], since: str | None, until: str | None,
           search: str, state: str | None) -> None:  # fmt: skip
    """Xuất danh sách (đã lọc) ra tệp .csv mở được bằng Excel, hoặc .jsonl."""
    query = _query(desk, kind_codes, since, until, search, state)
    count = exchange.export(file, desk.activities, desk.kinds, query)
    click.echo(f"Đã xuất {number_vi(count)} hoạt động ra {file}")


def tell(outcomes: Iterable[exchange.Outcome], *, as_json: bool) -> tuple[int, int]:
    """Tell what became of each line; return how many were saved and how many are wrong."""
    saved = wrong = 0
    for outcome in outcomes:
        if outcome.activity:
            saved += 1
            if as_json:
                say({"uid": outcome.activity.uid, "line": outcome.line, "kind": outcome.activity.kind})
            continue
        wrong += 1
        for problem in outcome.problems:
            complain(outcome.line, problem.field, problem.sentence)
    return saved, wrong


def complain(line: int, field: str, sentence: str) -> None:
    """Tell a fault of a line."""
    click.echo(f"Dòng {line}{f', {field}' if field else ''}: {sentence}", err=True)

"""The command import: tables of past activities, looked at, saved whole, listed and taken back."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from desktop.commands.activities import complain, tell
from desktop.commands.console import Command, Desk, on_desk, say
from desktop.importing import Importer
from desktop.models import exchange, import_matching
from desktop.models.errors import InputError
from desktop.models.import_matching import Matching
from desktop.models.import_source import Source
from desktop.models.import_store import Import, Imports, as_json
from desktop.models.import_table import Table
from desktop.models.importing import DOUBLE, FAULTY, KNOWN, SKIPPED, Preview
from desktop.models.text import date_vi, number_vi

_OLD = {"tcvn3": "TCVN3 (.VnTime)", "vni": "VNI"}


@click.command("import", cls=Command)
@click.argument("file", type=click.Path(path_type=Path), metavar="[TỆP]", required=False)
@click.option("--sheet", default="", metavar="TÊN", help="Trang tính của tệp Excel (mặc định: trang nhiều dòng nhất).")
@click.option("--head", type=click.IntRange(1), metavar="SỐ", help="Dòng tên cột (mặc định: tự tìm).")
@click.option("--kind", default="", metavar="LOẠI", help="Loại của mọi dòng, ví dụ TAPHUAN (mặc định: cột «Loại hoạt động»).")
@click.option("--match", "matches", multiple=True, metavar="CỘT=TRƯỜNG", help="Cột nhập vào trường nào (có thể lặp lại).")
@click.option("--set", "constants", multiple=True, metavar="TRƯỜNG=GIÁ_TRỊ", help="Giá trị cho mọi dòng chưa có.")
@click.option("--numbers", type=click.Choice(["thousands", "decimal"]), help="Số như «1,500» là 1.500 (thousands) hay 1,5.")
@click.option("--legacy", type=click.Choice(["convert", "keep"]), help="Chữ TCVN3/VNI: đổi sang Unicode hay giữ nguyên.")
@click.option("--doubles", is_flag=True, help="Nhập cả các dòng trùng (mặc định: bỏ qua).")
@click.option("--keep-good", is_flag=True, help="Lưu các dòng đúng dù có dòng sai (mặc định: sai một dòng thì "
              "không lưu dòng nào).")  # fmt: skip
@click.option("--check", is_flag=True, help="Chỉ xem, không lưu gì.")
@click.option("--imports", "listed", is_flag=True, help="Các lần nhập đã qua.")
@click.option("--undo", default="", metavar="MÃ", help="Lấy lại cả một lần nhập: bỏ mọi hoạt động của nó vào thùng rác.")
@click.option("--changed-too", is_flag=True, help="Với --undo: bỏ cả các hoạt động đã sửa sau khi nhập.")
@click.option("--json", "in_json", is_flag=True, help="In mỗi kết quả thành một dòng JSON.")
@on_desk
def import_(desk: Desk, file: Path | None, sheet: str, head: int | None, kind: str, matches: tuple[str, ...],
            constants: tuple[str, ...], numbers: str | None, legacy: str | None, doubles: bool, keep_good: bool, check: bool,
            listed: bool, undo: str, changed_too: bool, in_json: bool) -> None:  # fmt: skip
    """Nhập hoạt động từ tệp Excel, CSV (có dòng tên cột) hoặc JSON từng dòng; xem lại, lấy lại cả lần nhập."""
    imports: Any = Importer(desk.book, desk.kinds, desk.activities)
    if listed:
        _list(imports, in_json=in_json)
    elif undo:
        _undo(imports, undo, changed_too=changed_too)
    elif file is None:
        raise click.UsageError("Missing argument", ctx=click.get_current_context())
    elif file.suffix.lower() in {".jsonl", ".json"}:
        _lines(desk, file, keep_good=keep_good, check=check, in_json=in_json)
    else:
        source = imports.open(file)
        table = imports.table(source.sheet(sheet), head=head)
        code = desk.kinds.known(kind.upper()).code if kind else ""
        matching = imports.match(table, name=source.name, kind=code)
        matching = import_matching.chosen(matching, table, desk.kinds, columns=matches, constants=constants)
        if not matching.kind and import_matching.KIND not in matching.columns and import_matching.KIND not in matching.constants:
            raise InputError(f"Chưa biết loại hoạt động của «{source.name}»: hãy thêm --kind LOẠI, hoặc cột «Loại hoạt động».")
        matching = _answered(desk, table, matching, numbers, legacy)
        found = imports.preview(table, matching, {})
        _judged(imports, source, found, doubles=doubles, keep_good=keep_good, check=check, in_json=in_json)


def _answered(desk: Desk, table: Table, matching: Matching, numbers: str | None, legacy: str | None) -> Matching:
    """Put in what was said about doubtful numbers and old fonts; old fonts are never turned unasked."""
    doubtful = {at: numbers for at, _, _ in import_matching.doubts(table, matching, desk.kinds)} if numbers else {}
    matching = replace(matching, doubtful={**matching.doubtful, **doubtful})
    old = table.legacy()
    if not old:
        return matching
    for before, after in table.before_after():
        click.echo(f"{before} → {after}", err=True)
    if legacy is None:
        names = ", ".join(sorted({_OLD[one] for one in old.values()}))
        raise InputError(f"Tệp có chữ viết bằng phông cũ {names} như trên: hãy thêm --legacy convert để đổi sang Unicode, "
                         "hoặc --legacy keep để giữ nguyên.")  # fmt: skip
    return replace(matching, legacy=dict(old) if legacy == "convert" else {})


def _judged(imports: Imports, source: Source, found: Preview, *, doubles: bool, keep_good: bool, check: bool,
            in_json: bool) -> None:  # fmt: skip
    for row in found.rows:
        if row.standing == FAULTY:
            for problem in row.problems:
                complain(row.line, problem.field, problem.sentence)
        elif row.remark:
            click.echo(f"Dòng {row.line}: {row.remark}, bỏ qua.", err=True)
    wrong, ticked = found.count(FAULTY), [row.line for row in found.rows if row.standing == DOUBLE] if doubles else []
    if check:
        _told(found, in_json=in_json)
    elif wrong and not keep_good:
        raise InputError(f"Có {wrong} dòng sai nên chưa nhập dòng nào: hãy sửa tệp rồi nhập lại.")
    else:
        again = imports.again(source.digest)
        if again:
            click.echo(f"Chính tệp này đã nhập ngày {date_vi(again.at[:10])} ({number_vi(again.saved)} hoạt động).", err=True)
        made = imports.save(source, found, ticked=ticked)
        _saved(imports, made, found, in_json=in_json)
    if wrong:
        raise SystemExit(1)


def _told(found: Preview, *, in_json: bool) -> None:
    if in_json:
        for row in found.rows:
            say({"line": row.line, "kind": row.kind, "standing": row.standing, "remark": row.remark, "values": row.values,
                 "problems": [[one.field, one.sentence] for one in row.problems]})  # fmt: skip
        return
    rows = len(found.rows) - found.count(SKIPPED)
    click.echo(f"{number_vi(rows)} dòng: {number_vi(found.count('good'))} tốt, {number_vi(found.count(FAULTY))} cần sửa, "
               f"{number_vi(found.count(DOUBLE, KNOWN))} trùng. Chưa lưu gì.")  # fmt: skip


def _saved(imports: Imports, made: Import, found: Preview, *, in_json: bool) -> None:
    kinds = {row.line: row.kind for row in found.rows}
    if in_json:
        for line, uid in imports.lines(made.uid):
            say({"uid": uid, "line": line, "kind": kinds[line], "import": made.uid})
        return
    wrong = found.count(FAULTY)
    click.echo(f"Đã nhập {number_vi(made.saved)} hoạt động" + (f"; {number_vi(wrong)} dòng sai chưa nhập." if wrong else "."))
    click.echo(f"Lấy lại cả lần nhập này: sophuong import --undo {made.uid}")


def _list(imports: Imports, *, in_json: bool) -> None:
    for one in imports.history():
        if in_json:
            click.echo(as_json(one))
        else:
            end = f"  đã lấy lại {date_vi(one.undone_at[:10])}" if one.undone_at else ""
            click.echo(f"{one.uid}  {date_vi(one.at[:10])}  {number_vi(one.saved)} hoạt động  {one.file}  {one.by}{end}")


def _undo(imports: Imports, uid: str, *, changed_too: bool) -> None:
    done = imports.undo(uid, changed_too=changed_too)
    click.echo(f"Đã bỏ {number_vi(done.binned)} hoạt động vào thùng rác.")
    if done.changed:
        click.echo(f"{number_vi(len(done.changed))} hoạt động đã sửa sau khi nhập được giữ nguyên "
                   "(thêm --changed-too để bỏ cả chúng):")  # fmt: skip
        click.echo("\n".join(done.changed))
    if done.locked:
        click.echo(f"{number_vi(done.locked)} hoạt động trung tâm đã chốt được giữ nguyên.")


def _lines(desk: Desk, file: Path, *, keep_good: bool, check: bool, in_json: bool) -> None:
    """Import JSON lines: they name their fields themselves and need no matching."""
    entries = exchange.read(file, desk.kinds)
    if check or not keep_good:
        entries = exchange.judged(entries, desk.kinds)
        bad = [entry for entry in entries if entry.problem]
        for entry in bad:
            complain(entry.line, entry.problem.field if entry.problem else "", entry.problem.sentence if entry.problem else "")
        if bad:
            raise InputError(f"Có {len(bad)} dòng sai nên chưa nhập dòng nào: hãy sửa tệp rồi nhập lại.")
        if check:
            click.echo(f"{number_vi(len(entries))} dòng tốt. Chưa lưu gì.")
            return
        with desk.book.tx():
            outcomes = list(exchange.record(entries, desk.activities))
    else:
        outcomes = list(exchange.record(entries, desk.activities))
    saved, wrong = tell(outcomes, as_json=in_json)
    if not in_json:
        click.echo(f"Đã nhập {number_vi(saved)} hoạt động" + (f"; {wrong} dòng sai chưa nhập." if wrong else "."))
    if wrong:
        raise SystemExit(1)

"""Commands about personal data: find, hand out and erase what is held of a person, purge by date, write an incident down."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import click

from desktop.commands.console import Command, Desk, Group, on_desk, say
from desktop.models import files, incidents, reading
from desktop.models.errors import InputError
from desktop.models.person_places import WHAT, Found
from desktop.models.text import date_vi, number_vi
from desktop.personal import Personal

COMMANDS = {
    "find": ("persons", "find", "Tìm mọi chỗ sổ ghi một người."),
    "export": ("persons", "export", "Ghi những gì sổ giữ của một người ra PDF hoặc CSV, để cung cấp cho họ."),
    "erase": ("persons", "erase", "Xóa một người khỏi sổ; không có --yes thì chỉ xem trước."),
    "purge": ("persons", "purge", "Xóa tên, số điện thoại, danh sách người dự cũ hơn một ngày; không có --yes thì chỉ xem trước."),
    "receipts": ("persons", "receipts", "Các biên nhận xóa; in lại một biên nhận."),
    "record": ("persons", "record", "Bản ghi hoạt động xử lý dữ liệu cá nhân của đơn vị (PDF)."),
}
FILE = click.Path(path_type=Path, dir_okay=False)
name_argument = click.argument("name", required=False, default="", metavar="HỌ_TÊN")
phone_option = click.option("--phone", default="", metavar="SỐ", help="Số điện thoại, thay cho họ tên hoặc thêm vào.")
json_option = click.option("--json", "as_json", is_flag=True, help="In kết quả thành các dòng JSON.")
paper_option = click.option("-o", "--output", type=FILE, metavar="TỆP", help="Biên nhận PDF.")
yes_option = click.option("--yes", is_flag=True, help="Làm thật.")


@click.command(cls=Group, later=COMMANDS)
@on_desk
def persons(desk: Desk) -> None:
    """Dữ liệu cá nhân trong sổ: tìm, cung cấp, xóa, biên nhận."""


@click.command(cls=Command)
@name_argument
@phone_option
@json_option
@on_desk
def find(desk: Desk, name: str, phone: str, as_json: bool) -> int:
    """Tìm mọi chỗ sổ ghi một người. Mã thoát 1 khi không thấy ở đâu."""
    found = _personal(desk).find(name, phone)
    for one in found.places:
        if as_json:
            say({"place": one.label, "words": one.words, "what": one.what, "count": one.count, "uid": one.uid, "sent": one.sent})
        else:
            click.echo(f"{one.label} ({number_vi(one.count)}): {one.words or '–'}  → {WHAT[one.what]}")
    if not as_json:
        click.echo(_summary(found))
    return int(not found.places)


@click.command(cls=Command)
@name_argument
@phone_option
@click.option("-o", "--output", required=True, type=FILE, metavar="TỆP", help="Tệp .pdf hoặc .csv.")
@on_desk
def export(desk: Desk, name: str, phone: str, output: Path) -> None:
    """Ghi những gì sổ giữ của một người ra PDF (để ký giao) hoặc CSV."""
    door = _personal(desk)
    found = door.find(name, phone)
    files.atomic_write(output, door.held_as_table(found) if output.suffix.lower() == ".csv" else door.held(found))
    click.echo(f"Đã ghi {number_vi(len(found.places))} chỗ vào {output}: giao cho đúng người, rồi tự hủy tệp.")


@click.command(cls=Command)
@name_argument
@phone_option
@yes_option
@paper_option
@on_desk
def erase(desk: Desk, name: str, phone: str, yes: bool, output: Path | None) -> None:
    """Xóa một người khỏi sổ: danh sách, ô tên, bản nháp, giấy, các lần lưu cũ; có biên nhận không ghi tên."""
    door = _personal(desk)
    found = door.find(name, phone)
    if not yes:
        click.echo(_summary(found))
        for one in found.places:
            click.echo(f"  {one.label}: {WHAT[one.what]}")
        click.echo("Chưa xóa gì: thêm --yes để xóa.")
        return
    done, paper = door.erase(found)
    if output is not None:
        files.atomic_write(output, paper)
    click.echo(f"Biên nhận số {done.receipt.n}. {done.receipt.sentence}")
    for sentence in done.left:
        click.echo(sentence, err=True)


@click.command(cls=Command)
@click.argument("before", metavar="NGÀY")
@yes_option
@paper_option
@on_desk
def purge(desk: Desk, before: str, yes: bool, output: Path | None) -> None:
    """Xóa tên, số điện thoại và danh sách người dự của các hoạt động trước NGÀY (31/12/2025 hoặc 2025-12-31)."""
    door = _personal(desk)
    day = reading.day(before)
    older = door.older(day)
    if not yes or older.empty:
        lists = f"{number_vi(older.lists)} danh sách ({number_vi(older.attendees)} người)"
        click.echo(f"Trước {date_vi(day)}: {number_vi(older.activities)} hoạt động có tên hoặc số điện thoại "
                   f"({number_vi(older.revisions)} lần lưu), {lists}.")  # fmt: skip
        click.echo("Không có gì để xóa." if older.empty else "Chưa xóa gì: thêm --yes để xóa.")
        return
    done, paper = door.purge(day)
    if output is not None:
        files.atomic_write(output, paper)
    click.echo(f"Biên nhận số {done.receipt.n}. {done.receipt.sentence}")


@click.command(cls=Command)
@click.argument("number", type=int, required=False, metavar="SỐ")
@click.option("-o", "--output", type=FILE, metavar="TỆP", help="In lại biên nhận SỐ ra tệp PDF.")
@on_desk
def receipts(desk: Desk, number: int | None, output: Path | None) -> None:
    """Các biên nhận xóa dữ liệu cá nhân."""
    door = _personal(desk)
    if number is not None and output is not None:
        files.atomic_write(output, door.receipt(number))
        click.echo(f"Đã ghi biên nhận số {number} vào {output}")
        return
    for one in door.receipts():
        click.echo(f"{one.n}  {one.at[:16].replace('T', ' ')}  {one.by or '–'}  {one.sentence}")


@click.command(cls=Command)
@click.option("-o", "--output", required=True, type=FILE, metavar="TỆP", help="Tệp PDF.")
@click.option("--notice", is_flag=True, help="Thay vào đó: lời báo chữ lớn để treo ở sự kiện.")
@on_desk
def record(desk: Desk, output: Path, notice: bool) -> None:
    """Bản ghi hoạt động xử lý dữ liệu cá nhân: giữ gì, để làm gì, bao lâu; lập từ các khai báo của chương trình."""
    files.atomic_write(output, _personal(desk).poster() if notice else _personal(desk).processing())
    click.echo(f"Đã ghi {output}")


@click.command(cls=Command)
@click.argument("file", required=False, type=FILE, metavar="TỆP_JSON")
@click.option("-o", "--output", type=FILE, metavar="TỆP", help="Thông báo PDF, theo Nghị định 30.")
@click.option("--told", default="", metavar="SỐ_VĂN_BẢN", help="Ghi rằng sự cố gấp nhất đã được báo, bằng văn bản nào.")
@on_desk
def incident(desk: Desk, file: Path | None, output: Path | None, told: str) -> None:
    """Sự cố dữ liệu cá nhân: ghi từ TỆP_JSON (what, seen_at, story, people, data, done…), in thông báo, hoặc xem còn bao lâu.

    Không có TỆP_JSON: sự cố gấp nhất chưa báo.
    """
    door = _personal(desk)
    one = door.keep_incident(_read(file)) if file is not None else door.urgent()
    if one is None:
        click.echo("Không có sự cố nào chờ báo.")
        return
    if output is not None:
        files.atomic_write(output, door.incident_notice(one.uid))
        click.echo(f"Đã ghi {output}: ký, đóng dấu rồi gửi.")
    if told:
        door.tell_incident(one.uid, told)
        click.echo("Đã ghi là đã báo.")
    else:
        click.echo(one.sentence(datetime.now(UTC)))


def _read(file: Path) -> incidents.Incident:
    with files.told(file):
        data = file.read_bytes()
    try:
        said = json.loads(data)
        return incidents.Incident(**said | {"data": tuple(said.get("data", ()))})
    except (ValueError, TypeError, AttributeError) as fault:
        raise InputError(f"Tệp «{file.name}» không phải là một sự cố: xem sophuong incident --help.", details=repr(fault)) from None


def _personal(desk: Desk) -> Personal:
    return Personal(desk.book, desk.kinds, desk.activities, today=date.today)


def _summary(found: Found) -> str:
    if not found.places:
        return "Không thấy người này ở đâu trong sổ."
    said = f"Thấy ở {number_vi(len(found.places))} chỗ, viết là: {', '.join(found.spellings)}."
    return said + (f" Đã gửi về trung tâm trong nội dung {number_vi(len(found.sent))} chỗ." if found.sent else "")

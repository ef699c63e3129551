"""Commands about the copies of the book: make one, list them, go back to one, the yearly drill."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from desktop.commands.console import Command, Desk, on_desk, say
from desktop.models import backup as backups
from desktop.models.differences import AGAIN, GONE, OLDER
from desktop.models.errors import InputError, KeyMissing, StoreError
from desktop.models.files import atomic_write
from desktop.models.text import number_vi
from desktop.models.thinning import WHYS

WORDS = {GONE: "sẽ không còn", OLDER: "về nội dung cũ", AGAIN: "trở lại"}
FILE = click.Path(path_type=Path)


@click.command(cls=Command)
@click.argument("file", type=FILE, metavar="TỆP", required=False)
@on_desk
def backup(desk: Desk, file: Path | None) -> None:
    """Sao lưu sổ ra một tệp; bản sao được mở và kiểm tra trước khi báo xong.

    Không ghi TỆP thì sao vào thư mục backups cạnh sổ và nơi thứ hai, như chương trình tự làm.
    """
    if file is not None:
        count = backups.backup(desk.book, file)
        click.echo(f"Đã sao lưu {count} lần lưu vào {file}")
        return
    from desktop.copying import Copying

    made = Copying(desk.book).make("auto")
    if made is None:
        click.echo("Sổ không đổi gì từ bản sao gần nhất: không cần sao thêm.")
    else:
        click.echo(f"Đã sao lưu {made.revisions} lần lưu vào {made.path}")


@click.command("backups", cls=Command)
@click.option("--json", "as_json", is_flag=True, help="In kết quả thành các dòng JSON.")
@click.option("--second", type=click.Path(path_type=Path, file_okay=False), metavar="THƯ_MỤC",
              help="Chọn nơi thứ hai (USB, ổ đĩa khác) và sao sang ngay.")  # fmt: skip
@on_desk
def list_(desk: Desk, as_json: bool, second: Path | None) -> None:
    """Các bản sao lưu: lúc nào, vì sao, bao nhiêu lần lưu, cỡ, ở đâu."""
    from desktop.copying import Copying

    service = Copying(desk.book)
    if second is not None:
        service.choose(second)
    state = service.state()
    for one in state.copies:
        if as_json:
            say({"at": one.at.isoformat(), "why": one.why, "saves": one.revisions, "bytes": one.size, "place": one.place,
                 "path": str(one.path)})  # fmt: skip
        else:
            size = number_vi(round(one.size / 1e6, 1), decimals=1)
            click.echo(f"{_moment(one.at)}  {WHYS[one.why]}, {number_vi(one.revisions)} lần lưu, {size} MB  {one.path}")
    if as_json:
        return
    click.echo(f"Tất cả: {state.room}." if state.copies else "Chưa có bản sao nào: hãy chạy «sophuong backup».")
    if state.second is None:
        click.echo("Chưa có nơi thứ hai: sophuong backups --second THƯ_MỤC")
    elif state.second.last is None or not state.second.there:
        click.echo(f"Nơi thứ hai {state.second.folder}: " + ("chưa cắm." if not state.second.there else "chưa có bản nào."))


@click.command(cls=Command)
@click.argument("file", type=FILE, metavar="TỆP")
@click.option("--look", is_flag=True, help="Chỉ xem những gì sẽ thay đổi, không khôi phục.")
@click.option("--code", default="", metavar="MÃ", help="Mã trên phiếu khôi phục, khi bản sao được khóa bằng khóa cũ.")
@on_desk
def restore(desk: Desk, file: Path, look: bool, code: str) -> None:
    """Khôi phục sổ từ một bản sao lưu; sổ đang có được giữ thành một bản sao «trước khi khôi phục».

    Sổ không được đang mở ở cửa sổ nào. Bản nháp đang viết dở vẫn còn.
    """
    from desktop.copying import Copying, go_back

    if not _readable(desk):  # its file is set aside as it is
        if look:
            raise InputError("Sổ đang có không mở được nên không so sánh được: hãy bỏ --look để khôi phục.")
        desk.close()
        count = backups.restore(desk.folder, file)
        click.echo(f"Đã khôi phục {count} lần lưu từ {file}; sổ cũ giữ trong {desk.folder / 'backups'}")
        return
    told = Copying(desk.book).preview(file, code)
    if look:
        click.echo(told.sentence)
        for one in told.changes:
            click.echo(f"  {WORDS[one.what]}: {one.title or one.uid} ({one.saves} lần lưu, {one.unsent} chưa gửi)")
        return
    ready = Copying(desk.book).ready(file, code)
    desk.close()
    click.echo(told.sentence)
    for sentence in go_back(ready):
        click.echo(sentence)


@click.command(cls=Command)
@click.option("-o", "--output", type=FILE, metavar="TỆP", help="Biên bản diễn tập (PDF, một trang).")
@click.option("--json", "as_json", is_flag=True, help="In kết quả thành một dòng JSON.")
@on_desk
def drill(desk: Desk, output: Path | None, as_json: bool) -> int:
    """Diễn tập khôi phục: mở thử bản sao mới nhất của từng nơi ở chỗ riêng, so với sổ; sổ không thay đổi."""
    from desktop.copying import Copying

    service = Copying(desk.book)
    report = service.drill()
    if output is not None:
        atomic_write(output, service.drill_paper(report))
    if as_json:
        say({"at": report.at, "well": report.well, "saves": report.saves, "places": [asdict(one) for one in report.tried]})
    else:
        click.echo(report.sentence, err=not report.well)
        if report.second:
            click.echo(f"Ghi chú: {report.second}.")
        if output is not None:
            click.echo(f"Biên bản: {output}")
    return int(not report.well)


def _readable(desk: Desk) -> bool:
    """Tell whether the book in place opens and its journal can be read. Raises KeyMissing: a key is no damage."""
    try:
        desk.book.query("SELECT count(*), max(length(change)) FROM journal")
        desk.book.query("SELECT count(*), max(length(content)) FROM drafts")
    except KeyMissing:
        raise
    except StoreError:
        return False
    return True


def _moment(at: datetime) -> str:
    return f"{at.astimezone():%d/%m/%Y %H:%M}"

"""The command that makes a book: init."""

from pathlib import Path

import click

from desktop.commands.console import Command, Desk, on_desk
from desktop.models.book import Book
from desktop.models.errors import InputError


@click.command(cls=Command)
@click.option("--office", type=click.Path(path_type=Path, dir_okay=False), metavar="TỆP",
              help="Tệp đơn vị do quản trị thành phố cấp: đơn vị, địa chỉ trung tâm, mã ghi danh.")  # fmt: skip
@click.option("--code", metavar="MÃ", help="Mã ghi danh gõ tay, thay cho tệp đơn vị; cần --url.")
@click.option("--url", metavar="ĐỊA_CHỈ", help="Địa chỉ trung tâm, cùng với --code.")
@click.option("--unit", metavar="MÃ", help="Mã đơn vị hành chính 5 số, ví dụ 20242 (phường Hải Châu), hoặc tên.")
@click.option("--name", default="", metavar="TÊN", help="Tên người nhập hoặc bộ phận, ghi vào lịch sử mỗi lần lưu.")
@on_desk
def init(desk: Desk, office: Path | None, code: str | None, url: str | None, unit: str | None, name: str) -> None:
    """Lập sổ mới cho một đơn vị.

    Với --office trên máy đã có sổ của đúng đơn vị đó, chỉ nhận địa chỉ trung tâm và mã ghi danh mới.
    """
    from desktop import policy
    from sync import joining, office_file, sender

    if (code is None) != (url is None):
        raise click.UsageError("--code và --url đi cùng nhau")
    if not (office or unit or code):
        raise click.UsageError("cần --office TỆP, --code MÃ --url ĐỊA_CHỈ, hoặc --unit MÃ")
    given = office_file.read(office) if office else None
    if code and url:
        given = office_file.parse(Path("mã ghi danh"), joining.fetch(url, code).decode())
    if given:
        office_file.hold(given, bytes.fromhex(policy.load().get("centre_key", "")))
    code = given.unit if given else str(unit)
    if given and Book.exists(desk.folder):
        if desk.book.office.unit.code != given.unit:
            raise InputError(f"Tệp đơn vị này của đơn vị {given.unit}, còn sổ ở đây của {desk.book.office.unit.name}: "
                             "hãy lấy đúng tệp.")  # fmt: skip
    else:
        Book.create(desk.folder, unit=code, person=name).close()
    if given:
        sender.keep_office_file(desk.book, given)
    click.echo(f"Đã lập sổ của {desk.book.office.unit.name} tại {desk.folder}")

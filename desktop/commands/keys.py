"""Commands about the book's key: which ways open it, a new sheet, opening by sheet or by the centre, another PC."""

from dataclasses import asdict
from pathlib import Path

import click

from desktop.commands.console import Command, Desk, Group, on_desk, say
from desktop.keyholding import KeyHolding, Locked, settle
from desktop.models import engine
from desktop.models.book import Book
from desktop.models.errors import InputError
from desktop.models.files import atomic_write
from desktop.ui.desk_keys import KeyState

COMMANDS = {
    "sheet": ("keys", "sheet", "Lập phiếu khôi phục mới ra tệp PDF; phiếu cũ mất hiệu lực."),
    "unlock": ("keys", "unlock", "Mở sổ bằng mã trên phiếu khôi phục; khóa được giữ lại trên máy này."),
    "request": ("keys", "request", "Ghi yêu cầu mở khóa gửi trung tâm, khi mất cả khóa lẫn phiếu."),
    "accept": ("keys", "accept", "Nhận tệp mở khóa của trung tâm."),
    "move": ("keys", "move", "Ghi cả sổ ra một tệp để chuyển sang máy khác; máy này sau đó chỉ xem."),
    "back": ("keys", "back", "Lấy lại sổ đã chuyển đi: ghi tiếp trên máy này."),
    "receive": ("keys", "receive", "Nhận sổ từ tệp của máy cũ vào máy chưa có sổ, bằng phiếu khôi phục."),
    "history": ("keys", "history", "Nhận sổ của đơn vị đã sáp nhập để tra cứu; không kèm tệp thì liệt kê."),
}
pdf = click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="TỆP", help="Tệp PDF.")
target = click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="TỆP")


@click.command(cls=Group, later=COMMANDS, invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="In ra JSON.")
@on_desk
@click.pass_context
def keys(ctx: click.Context, desk: Desk, as_json: bool) -> None:
    """Khóa của sổ: những cách mở được sổ này, phiếu khôi phục, chuyển máy."""
    if ctx.invoked_subcommand is not None:
        return
    holding = KeyHolding(desk.book)
    holding.refresh()
    state = holding.state()
    if as_json:
        say(asdict(state))
        return
    for line in _told(state):
        click.echo(line)


@click.command(cls=Command)
@pdf
@click.option("--new-key", is_flag=True, help="Phiếu cũ có thể đã bị lộ: đổi cả khóa của sổ ngay.")
@on_desk
def sheet(desk: Desk, output: Path, new_key: bool) -> None:
    """Lập phiếu khôi phục mới ra tệp PDF: in ra, cất đi rồi xóa tệp. Phiếu cũ mất hiệu lực."""
    holding = KeyHolding(desk.book)
    holding.refresh()
    draft = holding.new_sheet()
    atomic_write(output, draft.paper, mode=0o600)
    holding.keep_sheet(draft.code, new_key=new_key)
    if new_key:
        desk.close()
        Book.open(desk.folder).close()
    click.echo(f"Đã lập phiếu khôi phục số {draft.number} vào {output}: hãy in ra, cất chỗ khóa được, rồi xóa tệp này.")


@click.command(cls=Command)
@on_desk
def unlock(desk: Desk) -> None:
    """Mở sổ bằng mã trên phiếu khôi phục, gõ vào hoặc đưa qua đầu vào chuẩn."""
    Locked(desk.folder).unlock(_code())
    click.echo(f"Đã mở sổ của {desk.book.office.unit.name}; khóa được giữ lại trên máy này.")


@click.command(cls=Command)
@target
@on_desk
def request(desk: Desk, file: Path) -> None:
    """Ghi yêu cầu mở khóa ra TỆP để gửi trung tâm; rồi gọi điện đọc mã yêu cầu cho trung tâm."""
    code = Locked(desk.folder).ask(file)
    click.echo(f"Đã ghi yêu cầu vào {file}: gửi tệp cho trung tâm và đọc qua điện thoại mã {code}.")


@click.command(cls=Command)
@target
@on_desk
def accept(desk: Desk, file: Path) -> None:
    """Nhận tệp mở khóa của trung tâm; mỗi tệp dùng được một lần trên máy đã yêu cầu."""
    Locked(desk.folder).accept(file)
    click.echo(f"Đã mở sổ của {desk.book.office.unit.name}: hãy in phiếu khôi phục mới (sophuong keys sheet).")


@click.command(cls=Command)
@target
@on_desk
def move(desk: Desk, file: Path) -> None:
    """Ghi cả sổ ra TỆP, đọc lại để kiểm tra; sổ trên máy này sau đó chỉ xem."""
    count = KeyHolding(desk.book).leave(file)
    click.echo(f"Đã ghi {count} lần lưu vào {file} và đọc lại nguyên vẹn. Trên máy mới: sophuong keys receive {file.name}, "
               "rồi gõ mã trên phiếu khôi phục.")  # fmt: skip


@click.command(cls=Command)
@on_desk
def back(desk: Desk) -> None:
    """Lấy lại sổ đã chuyển đi: ghi tiếp trên máy này."""
    KeyHolding(desk.book).take_back()
    click.echo("Đã lấy lại sổ về máy này: ghi tiếp được. Hãy thôi ghi trên máy kia.")


@click.command(cls=Command)
@target
@on_desk
def receive(desk: Desk, file: Path) -> None:
    """Nhận sổ từ TỆP của máy cũ, hoặc từ một bản sao lưu, vào máy chưa có sổ."""
    with settle(desk.folder, file, _code()) as book:
        click.echo(f"Đã nhận sổ của {book.office.unit.name} vào {desk.folder}: ghi tiếp ở đây, máy cũ chỉ còn để xem.")


@click.command(cls=Command)
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False), metavar="[TỆP]")
@on_desk
def history(desk: Desk, file: Path | None) -> None:
    """Nhận sổ của đơn vị đã sáp nhập vào đây để tra cứu, bằng phiếu khôi phục của đơn vị đó.

    Sổ ấy nằm riêng, giữ biên nhận của mình, không tính và không gửi thêm lần nào; mở bằng --data-dir.
    """
    holding = KeyHolding(desk.book)
    if file is not None:
        click.echo(holding.take_in(file, _code()))
    for name, folder in holding.histories():
        click.echo(f"{name}: sophuong --data-dir {folder} list")


def _code() -> str:
    typed: str = click.prompt("Mã trên phiếu khôi phục", prompt_suffix=": ", err=True)
    if not typed.strip():
        raise InputError("Chưa gõ mã nào: hãy gõ sáu nhóm ký tự trên phiếu khôi phục.")
    return typed


def _told(state: KeyState) -> list[str]:
    file = "tệp book.key cạnh sổ (máy này không có kho khóa: ai chép cả thư mục thì đọc được)"
    own = "kho khóa của hệ điều hành" if state.keyring else file
    lines = [engine.PLAIN] if not state.encrypted else []
    lines += [f"1. Trên máy này: {own}"]
    lines += [f"2. Phiếu khôi phục: số {state.sheet}, lập {state.sheet_made[:10]}" if state.sheet else
              "2. Phiếu khôi phục: CHƯA IN, hãy chạy: sophuong keys sheet -o phieu.pdf"]  # fmt: skip
    if state.centre_made:
        lines += [f"3. Trung tâm thành phố: mở được, từ {state.centre_made[:10]}"]
    else:
        lines += ["3. Trung tâm thành phố: chưa, vì chưa có tệp đơn vị kèm khóa của trung tâm"]
    lines += ["Khóa mới đang chờ: sổ được đổi khóa ở lần mở tới."] if state.changing else []
    return lines + ([state.words] if state.words else [])

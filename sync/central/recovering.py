"""The centre's command that opens the key of an office's book: two people, one telephone call, one line in the log.

It needs no line: the folder of the centre may lie on a PC without a network, and the files come and go on a stick.
"""

import json
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy import insert, select

from desktop.models import units
from desktop.models.errors import InputError, Rejected
from desktop.models.files import atomic_write
from sync import recovery
from sync.central.door import now, with_store
from sync.central.store import Store
from sync.central.tables import recoveries


@click.command()
@with_store
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--unit", required=True, help="Đơn vị đang nói chuyện với trung tâm: mã hoặc tên.")
@click.option("--code", required=True, help="Mã yêu cầu đơn vị đọc qua điện thoại, tám ký tự.")
@click.option("--by", "first", required=True, help="Người mở, ghi vào nhật ký.")
@click.option("--second", required=True, help="Người thứ hai cùng chứng kiến, ghi vào nhật ký.")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="Ghi tệp mở khóa ra đây.")
def recover(store: Store, file: Path, unit: str, code: str, first: str, second: str, output: Path) -> None:
    """Mở khóa sổ cho đơn vị đã mất khóa trên máy lẫn phiếu khôi phục; tệp trả lời chỉ mở được trên máy đã yêu cầu."""
    request = recovery.read_request(file)
    write(output, opened(store, request, unit=unit, code=code, people=(first, second), at=now()))
    click.echo(f"Đã ghi {output} cho {units.find(request.unit).name}, yêu cầu {request.code}: chuyển cho đơn vị, dùng một lần.")


@click.command("recoveries")
@with_store
def recoveries_(store: Store) -> None:
    """Nhật ký những lần mở khóa sổ của các đơn vị, mỗi lần một dòng JSON."""
    with store.reading() as connection:
        for row in connection.execute(select(recoveries).order_by(recoveries.c.id)):
            click.echo(json.dumps(dict(row._mapping), ensure_ascii=False))


def opened(store: Store, request: recovery.Request, *, unit: str, code: str, people: tuple[str, str], at: datetime) -> bytes:
    """Return the answer to a request, logged before it is given. Raises InputError where anything does not agree."""
    asked, names = units.find(unit), [" ".join(name.split()) for name in people]
    if asked.code != request.unit:
        raise InputError(f"Yêu cầu này của {units.find(request.unit).name}, không phải {asked.name}: không mở; "
                         "hãy xác minh lại với đơn vị.")  # fmt: skip
    if _plain(code) != _plain(request.code):
        raise InputError("Mã yêu cầu không khớp với mã đơn vị đọc: không mở; tệp có thể đã bị đánh tráo, hãy gọi lại cho đơn vị.")
    if not all(names) or names[0].casefold() == names[1].casefold():
        raise InputError("Cần hai người khác nhau cùng mở khóa: hãy ghi --by và --second.")
    try:
        key = recovery.open_slot(request, store.box_secret)
    except Rejected as fault:
        raise InputError("Phần khóa trong yêu cầu không mở được bằng khóa của trung tâm này cho đúng đơn vị và sổ đó: không mở; "
                         "hãy kiểm tra đây có phải trung tâm đã cấp tệp đơn vị.", details=fault.details) from fault  # fmt: skip
    with store.tx() as connection:
        known = connection.execute(select(recoveries.c.at).where(recoveries.c.request == request.digest.hex())).first()
        if known is None:
            connection.execute(insert(recoveries).values(
                at=at.isoformat(timespec="seconds"), unit=request.unit, book=request.book, request=request.digest.hex(),
                first=names[0][:120], second=names[1][:120]))  # fmt: skip
    return recovery.answer(request, key)


def write(output: Path, data: bytes) -> None:
    """Write an answer for its reader only."""
    atomic_write(output, data, mode=0o600)


def _plain(code: str) -> str:
    return "".join(sign for sign in code.upper() if sign.isalnum())

"""Commands about the post: send, status."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from desktop.commands.console import Command, Desk, on_desk, say
from desktop.models import engine
from desktop.models.errors import SyncError
from desktop.models.outbox import Outbox
from desktop.models.text import number_vi

if TYPE_CHECKING:
    from sync.sender import SendSummary

as_json = click.option("--json", "as_json", is_flag=True, help="In thành một dòng JSON.")


@click.command(cls=Command)
@as_json
@on_desk
def send(desk: Desk, as_json: bool) -> None:
    """Gửi những gì đang chờ về trung tâm.

    Chỉ thoát với mã 0 khi biên nhận của trung tâm đã tính đủ mọi lần lưu đang chờ lúc bắt đầu.
    """
    from sync.sender import Sender

    sender = Sender(desk.book)
    try:
        done = sender.send()
    except SyncError:
        if sender.last and as_json:
            _say(sender.last)
        raise
    if as_json:
        _say(done)
    else:
        click.echo(_told(done))
        if done.note:
            click.echo(done.note, err=True)
    if done.left or done.refused:
        raise SystemExit(1)


def _told(done: "SendSummary") -> str:
    counted = done.stored + done.known
    if not (counted or done.refused or done.left):
        return "Mọi lần lưu đã có biên nhận từ trước, không còn gì chờ gửi."
    return (f"Biên nhận đã tính {number_vi(counted)} lần lưu" + (f", trả lại {done.refused}" if done.refused else "")
            + (f", còn {done.left} chưa gửi." if done.left else ", không còn gì chờ gửi."))  # fmt: skip


@click.command(cls=Command)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="TỆP")
@click.option("--photos", is_flag=True, help="Gói cả ảnh chưa gửi.")
@on_desk
def pack(desk: Desk, file: Path, photos: bool) -> None:
    """Gói những gì đang chờ thành một tệp (.sophuong) để mang đi bằng USB hoặc gửi thư.

    Tệp được mã hóa cho riêng trung tâm. Chưa có biên nhận thì vẫn tính là chưa gửi.
    """
    from sync import parcels

    done = parcels.pack(desk.book, file, photos=photos, kinds=desk.kinds)
    more = f", {done.photos} ảnh" if done.photos else ""
    click.echo(f"Đã gói {number_vi(done.count)} lần lưu{more} ({number_vi(round(done.size / 1000, 1))} KB) vào {file}: "
               "chuyển tệp cho trung tâm rồi nhận lại tệp biên nhận.")  # fmt: skip


@click.command(cls=Command)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="TỆP")
@on_desk
def accept(desk: Desk, file: Path) -> None:
    """Nhận tệp biên nhận (.bien-nhan) trung tâm trả lại cho tệp đã gói."""
    from sync import parcels

    done = parcels.accept(desk.book, file, kinds=desk.kinds)
    counted = number_vi(done.stored + done.known)
    parts = [f"Biên nhận đã tính {counted} lần lưu"]
    parts += [f"trả lại {done.refused}"] if done.refused else []
    parts += ["máy này đã được ghi danh"] if done.enrolled else []
    parts += [f"bỏ qua {done.foreign} mục không phải của sổ này hoặc đã nhận rồi"] if done.foreign else []
    click.echo(", ".join(parts) + ".")
    if done.refused or not (done.stored + done.known + done.enrolled):
        raise SystemExit(1)


@click.command(cls=Command)
@as_json
@on_desk
def status(desk: Desk, as_json: bool) -> None:
    """Còn gì chưa gửi, biên nhận đã tính bao nhiêu, cái gì bị trả lại."""
    from sync import photos

    counts, office, left = Outbox(desk.book).counts(), desk.book.office, photos.left(desk.book)
    notices = desk.book.query("SELECT count(*) FROM bulletins WHERE topic = 'notice' AND known = 1")[0][0]
    returned = desk.book.query("SELECT count(*) FROM activities WHERE review = 'returned' AND binned = 0")[0][0]
    centre = str((desk.book.setting("enrolment") or {}).get("url", ""))
    if as_json:
        say({"unit": office.unit.code, "unit_name": office.unit.name, "centre": centre, "waiting": counts.waiting,
             "held": counts.held, "sent": counts.sent, "refused": counts.refused, "refused_now": counts.refused_now,
             "last_receipt": counts.last_at,
             "unconfirmed": counts.unconfirmed, "log": Outbox(desk.book).log()[0],
             "photos_left": left.count, "photo_bytes_left": left.bytes, "notices": notices, "returned": returned})  # fmt: skip
        return
    click.echo(f"{office.unit.name} ({office.unit.code})")
    for line in (() if engine.ENCRYPTED else (engine.PLAIN,)) + ((desk.book.standing["words"],) if desk.book.standing else ()):
        click.echo(line)
    click.echo(f"Trung tâm: {centre or 'chưa có, hãy lấy tệp đơn vị rồi chạy sophuong init --office TỆP'}")
    click.echo(f"Chưa gửi: {number_vi(counts.waiting)} · Đã gửi: {number_vi(counts.sent)} · "
               f"Bị trả lại: {number_vi(counts.refused_now)}")  # fmt: skip
    if counts.held:
        click.echo(f"Chờ lãnh đạo duyệt trước khi gửi: {number_vi(counts.held)} lần lưu.")
    if counts.unconfirmed:
        click.echo(f"Chưa xác nhận: {number_vi(counts.unconfirmed)} lần lưu nằm trong tệp đã gói, chờ tệp biên nhận.")
    if returned:
        click.echo(f"Trung tâm trả lại để sửa: {number_vi(returned)} hoạt động, xem trong danh sách.")
    if left.count:
        click.echo(f"Ảnh chưa gửi: {number_vi(left.count)} ({number_vi(round(left.bytes / 1e6, 1))} MB).")
    if notices:
        click.echo(f"Thông báo của trung tâm: {number_vi(notices)}")
    if counts.last_at:
        click.echo(f"Biên nhận gần nhất: {counts.last_at}")


def _say(done: Any) -> None:
    say(asdict(done))

"""Commands about the health of the book: check it, mend it, take a mending back."""

from dataclasses import asdict
from pathlib import Path

import click

from desktop.commands.console import Command, Desk, on_desk, say
from desktop.models import engine
from desktop.models.errors import InputError


@click.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help="In kết quả thành một dòng JSON.")
@on_desk
def check(desk: Desk, as_json: bool) -> int:
    """Kiểm tra từng trang của sổ, chuỗi nhật ký, từng hoạt động, ảnh, chỉ mục tìm kiếm và số liệu."""
    from desktop import mending

    found = mending.look(desk.folder)
    if as_json:
        say({"whole": found.whole, "damaged": found.damaged, "revisions": found.revisions, "activities": found.activities,
             "pages": found.pages, "seconds": round(found.seconds, 3), "found": [asdict(one) for one in found.found]})  # fmt: skip
    elif found.whole:
        click.echo(found.sentence if engine.ENCRYPTED else f"{found.sentence}\n{engine.PLAIN}")
    else:
        for one in found.found:
            click.echo(one.sentence, err=True)
        click.echo("Sửa bằng: sophuong repair", err=True)
    return int(not found.whole)


@click.command(cls=Command)
@click.option("--yes", is_flag=True, help="Sửa ngay, không hỏi lại.")
@click.option("--copy", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="TỆP",
              help="Bản sao lưu để bù phần thiếu (mặc định: bản mới nhất còn nguyên trên máy).")  # fmt: skip
@click.option("--undo", "back", metavar="TÊN", help="Đưa tệp sổ đã cất (hong-…) trở lại.")
@on_desk
def repair(desk: Desk, yes: bool, copy: Path | None, back: str | None) -> None:
    """Sửa sổ hỏng: giữ nguyên tệp hỏng, đọc lại mọi lần lưu còn đọc được, bù từ bản sao lưu."""
    from desktop import mending

    if back is not None:
        now = mending.undo(desk.folder, desk.folder / "backups" / Path(back).name)
        click.echo(f"Đã đưa «{back}» trở lại; sổ vừa thay ra nằm ở backups/{now.name}")
        return
    plan = mending.plan(desk.folder, copy=copy)
    for sentence in plan.sentences:
        click.echo(sentence)
    if plan.way == "none":
        return
    if not yes and not click.confirm("Sửa sổ bây giờ?", default=False):
        raise InputError("Chưa sửa gì: sổ còn y như cũ.")
    if plan.way == "in place":
        left = mending.Mending(desk.book, desk.kinds).mend_in_place(plan.found)
        click.echo(left.sentence)
        return
    mending.rebuild(desk.folder, copy=copy)
    for sentence in mending.finish(desk.folder):
        click.echo(sentence)
    click.echo(f"Đưa tệp cũ trở lại nếu cần: sophuong repair --undo {mending.asides(desk.folder)[0]}")

"""Command batch: one paper for each person of a list. The list is read, printed and forgotten."""

from pathlib import Path

import click

from desktop import evidence
from desktop.commands.console import Command, Desk, on_desk
from desktop.models import people
from desktop.models.errors import InputError
from desktop.printing import batches, facts, packs, paper


@click.command(cls=Command)
@click.argument("design", metavar="MẪU")
@click.option("--list", "source", type=click.Path(path_type=Path), required=True, metavar="TỆP",
              help="Danh sách .xlsx hoặc .csv có cột «Họ và tên».")  # fmt: skip
@click.option("--activity", metavar="MÃ", help="Hoạt động lấy nội dung chung (mã trong danh sách).")
@click.option("--set", "settings", multiple=True, metavar="Ô=CHỮ", help="Điền một ô chung cho mọi người; ảnh: Ô=@tệp.png.")
@click.option("--theme", metavar="MÀU", help="Bảng màu, mặc định là bảng đầu tiên.")
@click.option("--mode", default="colour", metavar="KIỂU", help="colour, grey (đen trắng), ink (tiết kiệm mực), large (chữ lớn).")
@click.option("--layout", default="", metavar="BỐ_CỤC", help="Bố cục của mẫu, mặc định là bố cục đầu tiên.")
@click.option("--sheet", default="", metavar="GIẤY", help="Xếp nhiều thẻ trên một tờ A4 hoặc A3.")
@click.option("--skip-wrong", is_flag=True, help="Bỏ qua các dòng sai, in những dòng còn lại.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="TỆP",
              help="Tệp PDF sẽ ghi.")  # fmt: skip
@on_desk
def batch(desk: Desk, design: str, source: Path, activity: str | None, settings: tuple[str, ...], theme: str | None, mode: str,
          layout: str, sheet: str, skip_wrong: bool, output: Path) -> None:  # fmt: skip
    """In giấy chứng nhận, thẻ đeo, giấy mời cho từng người trong danh sách."""
    shelf = packs.shelf(desk.book)
    if design not in shelf:
        raise InputError(f"Không có mẫu «{design}»: có {', '.join(shelf)}.")
    found = people.read(source)
    for row in found.rows:
        for one in (*row.faults, *row.remarks):
            click.echo(one.sentence, err=True)
    if found.faulty() and not skip_wrong:
        raise InputError(f"Danh sách có {len(found.faulty())} dòng sai: hãy sửa rồi in lại, hoặc thêm --skip-wrong để bỏ qua.")
    chosen = desk.activities.get(activity) if activity else None
    kind = desk.kinds.known(chosen.kind) if chosen else None
    slots: dict[str, str | bytes] = dict(facts.fill(shelf[design], facts.facts(desk.book.office, kind,
                                                                             chosen.values if chosen else None)))  # fmt: skip
    slots.update(_setting(text) for text in settings)
    job = batches.Batch(shelf[design], slots, batches.chosen(shelf[design], found), paper.Look(theme, mode, layout=layout), sheet)
    wrong = list(batches.faults(job))
    for number, sentence in wrong:
        click.echo(f"Dòng {found.ready()[number].line}: {sentence}", err=True)
    if wrong:
        raise InputError(f"Có {len(wrong)} người chưa in được: hãy sửa danh sách rồi in lại.")
    pages = batches.write(job, output)
    click.echo(f"Đã in {pages} trang cho {len(job.people)} người vào {output}")


def _setting(text: str) -> tuple[str, str | bytes]:
    name, equals, value = text.partition("=")
    if not equals:
        raise InputError(f"«--set {text[:40]}» cần dạng ô=chữ.")
    if value.startswith("@"):
        return name, evidence.for_paper(Path(value[1:]))
    return name, value

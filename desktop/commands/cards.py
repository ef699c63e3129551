"""Command quick-card: the one-page card to hang beside the screen."""

from pathlib import Path

import click

from desktop.commands.console import Command, Desk, on_desk
from desktop.models.files import atomic_write


@click.command("quick-card", cls=Command)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="TỆP", help="Tệp PDF ra.")
@click.option("--call", "calls", multiple=True, nargs=2, metavar="AI SỐ", help="Gọi ai, số nào; dùng được hai lần.")
@on_desk
def quick_card(desk: Desk, output: Path, calls: tuple[tuple[str, str], ...]) -> None:
    """Thẻ nhanh một trang A4 để treo cạnh máy: việc hằng ngày, phím tắt, khi có chuyện, gọi ai."""
    from desktop.cards import quick_card as made

    atomic_write(output, made(desk.book, calls))
    click.echo(f"Đã ghi thẻ nhanh vào {output}.")

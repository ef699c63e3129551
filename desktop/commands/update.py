"""Command update: look for a newer version, bring it, let it take over at the next start."""

import sys
from pathlib import Path
from typing import Any

import click

from desktop import installed
from desktop.commands.console import Command, Desk, on_desk
from desktop.models.book import Book
from desktop.models.text import number_vi


@click.command(cls=Command)
@click.option("--from", "source", default="", metavar="NGUỒN",
              help="Địa chỉ https, thư mục chung hoặc USB có bản mới (mặc định: trung tâm).")  # fmt: skip
@click.option("--check", is_flag=True, help="Chỉ xem có bản mới không.")
@click.option("--root", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="TỆP",
              help="Gốc tin cậy do nhà phát hành giao, thay cho gốc đóng sẵn trong chương trình.")  # fmt: skip
@click.option("--remember", is_flag=True, help="Từ nay luôn tìm bản mới ở nguồn này.")
@on_desk
def update(desk: Desk, source: str, check: bool, root: Path | None, remember: bool) -> None:
    """Tìm và tải bản mới của chương trình; lần mở tới sẽ dùng bản mới."""
    from desktop import policy, updating

    usual = str(policy.load().get("update_source", ""))
    shop = updating.Updating(desk.folder / "updates", installed.here(), lambda: _route(desk), root or updating.ROOT, usual)
    if remember:
        shop.choose(source)
    found = shop.look(source)
    if found is None:
        click.echo(f"Đang dùng bản mới nhất ({updating.version()}).")
        return
    whole = f" thay vì {number_vi(found.whole / 1e6, most=1)} MB" if found.older else ""
    click.echo(f"Có bản {found.version}: tải {number_vi(found.length / 1e6, most=2)} MB{whole}. {found.notes}".rstrip())
    if not check:
        click.echo(shop.bring(found, source, _progress if sys.stderr.isatty() else lambda done, whole: None))


def _route(desk: Desk) -> Any:
    if not Book.exists(desk.folder):
        return None
    from sync import enrolment

    return enrolment.route(desk.book) if enrolment.is_kept(desk.book) else None


def _progress(done: int, whole: int) -> None:
    click.echo(f"\r{done * 100 // max(1, whole)} %", nl=False, err=True)

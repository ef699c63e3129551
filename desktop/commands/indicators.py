"""The command about the dictionary of indicators."""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from desktop.commands.console import Command, Desk, on_desk
from desktop.models.files import atomic_write
from desktop.planning import PlanShelf


@click.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help="Mỗi dòng một JSON.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="TỆP", help="Tệp .pdf, .xlsx hoặc .md.")
@on_desk
def indicators(desk: Desk, as_json: bool, output: Path | None) -> None:
    """Từ điển chỉ tiêu: định nghĩa, cách tính, đơn vị của từng con số; sinh ra từ khai báo loại và kế hoạch."""
    shelf = PlanShelf(desk.book, desk.kinds)
    found = shelf.indicators()
    if output is not None:
        atomic_write(output, shelf.indicators_as(output.suffix, date.today()))
        click.echo(f"Đã ghi từ điển {len(found)} chỉ tiêu: {output}")
        return
    for one in found:
        click.echo(json.dumps(asdict(one), ensure_ascii=False) if as_json else f"{one.code}  {one.name} ({one.unit}). {one.method}")

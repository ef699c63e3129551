"""Commands about plans: what was promised, what is done, versions, copies."""

import json
from datetime import date
from pathlib import Path

import click

from desktop.commands.console import Command, Desk, on_desk
from desktop.models.errors import InputError
from desktop.models.files import atomic_write
from desktop.models.plan_store import PlanStore
from desktop.models.plan_writing import written
from desktop.models.text import number_vi
from desktop.planning import PlanShelf


@click.command(cls=Command)
@click.argument("code", required=False, metavar="[MÃ]")
@click.option("--json", "as_json", is_flag=True, help="Mỗi dòng một JSON.")
@click.option("--on", default="", metavar="NGÀY", help="Tính đến ngày này (2026-11-23), mặc định là hôm nay.")
@click.option("--versions", is_flag=True, help="Các bản đã lưu của kế hoạch.")
@click.option("--adopt", is_flag=True, help="Dùng kế hoạch mẫu này làm kế hoạch đang thực hiện.")
@click.option("--copy-to", "year", type=click.IntRange(2000, 2099), metavar="NĂM", help="Chép kế hoạch sang năm khác.")
@click.option("--add", "source", type=click.Path(path_type=Path, dir_okay=False), metavar="TỆP", help="Nhận kế hoạch từ tệp .toml.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="TỆP", help="Ghi kế hoạch ra tệp .toml.")
@on_desk
def plans(desk: Desk, code: str | None, as_json: bool, on: str, versions: bool, adopt: bool, year: int | None,
          source: Path | None, output: Path | None) -> None:  # fmt: skip
    """Các kế hoạch và mức đạt từng chỉ tiêu; sửa thì thành bản mới, bản cũ vẫn còn."""
    store = PlanStore(desk.book, desk.kinds)
    if source is not None:
        made = store.take(source)
        click.echo(f"Đã nhận kế hoạch {made.code}, bản {made.version}.")
        return
    if code is None and (versions or adopt or year or output):
        raise InputError("Chưa nói kế hoạch nào: hãy thêm mã kế hoạch, xem bằng lệnh plans.")
    if code is None or not (versions or adopt or year or output):
        _progress(desk, code, on, as_json=as_json)
    if code is None:
        return
    if adopt:
        click.echo(f"Kế hoạch {code} nay đang thực hiện, bản {store.adopt(code).version}.")
    if year:
        copy = store.copy(code, year)
        click.echo(f"Đã chép thành kế hoạch {copy.code}, bản {store.save(copy).version}.")
    if versions:
        for one in store.versions(code):
            click.echo(f"{one.version}  {one.at}  {one.by}")
    if output is not None:
        atomic_write(output, written(store.get(code)).encode())
        click.echo(f"Đã ghi kế hoạch {code}: {output}")


def _progress(desk: Desk, code: str | None, on: str, *, as_json: bool) -> None:
    try:
        today = date.fromisoformat(on) if on else date.today()
    except ValueError:
        raise InputError(f"Không hiểu ngày «{on[:20]}»: hãy ghi như 2026-11-23.") from None
    if code is not None:
        PlanStore(desk.book, desk.kinds).get(code)
    for plan in PlanShelf(desk.book, desk.kinds).progress(code, today):
        if code in (None, plan.code):
            if not as_json:
                click.echo(f"{plan.code}  {plan.title} ({plan.status_label}): {plan.on_time}/{plan.counted} đạt hoặc đúng tiến độ")
            for one in plan.targets if code or as_json else ():
                if as_json:
                    told = {"plan": plan.code, "target": one.code, "label": one.label, "unit": one.unit, "amount": one.amount,
                            "done": one.done, "share": one.share, "state": one.state, "expected": round(one.expected, 4),
                            "missing": one.sentence}  # fmt: skip
                    click.echo(json.dumps(told, ensure_ascii=False))
                else:
                    wanted = f"/{number_vi(one.amount)}" if one.amount is not None else ""
                    done = number_vi(int(one.done) if one.done.is_integer() else round(one.done, 1))
                    click.echo(f"  {one.code:<4} {one.state_label:<18} {done}{wanted} {one.unit}  {one.label}. {one.sentence}")

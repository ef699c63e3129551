"""The command about official reports: drafted, issued, looked at again."""

import json
from dataclasses import replace
from pathlib import Path

import click

from desktop.commands.console import Command, Desk, on_desk
from desktop.models.drafting import Draft, draft
from desktop.models.errors import InputError
from desktop.models.files import atomic_write
from desktop.models.report_choice import Choice
from desktop.models.report_left import Left
from desktop.models.report_store import Issue, Reports
from desktop.models.text import number_vi
from desktop.printing.raster import page_count
from desktop.reporting import as_file


@click.command(cls=Command)
@click.option("--period", default="", metavar="KỲ", help="2026-Q3, 2026-10, 2026, 2026-H1, 2026-9M hoặc TỪ..ĐẾN.")
@click.option("--preset", default="nd09", type=click.Choice(["nd09", "calendar"]),
              help="nd09: chốt từ ngày 15 đến ngày 14 (mặc định); calendar: theo tháng, quý dương lịch.")  # fmt: skip
@click.option("--campaign", default="", metavar="MÃ", help="Báo cáo một chiến dịch trong kỳ: ngay1010, ngay288 …")
@click.option("--activity", default="", metavar="MÃ", help="Báo cáo một hoạt động (mã trong danh sách).")
@click.option("--compared", default="", type=click.Choice(["", "previous", "year"]), metavar="SO_VỚI",
              help="previous: kỳ trước; year: cùng kỳ năm trước; để trống thì theo lệ của kỳ.")  # fmt: skip
@click.option("--signer", default=None, metavar="TÊN", help="Họ tên người ký.")
@click.option("--title", default=None, metavar="CHỨC_VỤ", help="Chức vụ người ký, ví dụ PHÓ CHỦ TỊCH.")
@click.option("--issue", "number", is_flag=False, flag_value="", default=None, metavar="SỐ",
              help="Phát hành: giữ nguyên bản này cùng số liệu; kèm số, ký hiệu nếu đã có.")  # fmt: skip
@click.option("--issued", type=click.IntRange(min=0), default=None, metavar="LẦN",
              help="Dùng bản đã phát hành lần này (0: bản mới nhất) thay cho bản hôm nay.")  # fmt: skip
@click.option("--charts", is_flag=True, help="Kèm phụ lục biểu đồ trong tệp PDF.")
@click.option("--figures", is_flag=True, help="In từng số liệu, mỗi dòng một JSON, kèm câu hỏi liệt kê hoạt động phía sau.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="TỆP",
              help="Tệp .pdf, .docx, .xlsx (phụ lục) hoặc .txt (để gửi Zalo).")  # fmt: skip
@on_desk
def report(desk: Desk, period: str, preset: str, campaign: str, activity: str, compared: str, signer: str | None,
           title: str | None, number: str | None, issued: int | None,
           charts: bool, figures: bool, output: Path | None) -> None:  # fmt: skip
    """Báo cáo chính thức của một kỳ, một chiến dịch hay một hoạt động; số, chữ ký, dấu để trống cho văn thư."""
    choice = _choice(desk, period, preset, campaign, activity, compared)
    store = Reports(desk.book)
    left = store.left(choice)
    left = replace(left, signer=left.signer if signer is None else signer, title=left.title if title is None else title,
                   charts=charts or left.charts)  # fmt: skip
    if output is None and number is None and not figures:
        raise InputError("Chưa nói làm gì với báo cáo: hãy thêm -o TỆP, --issue hoặc --figures.")
    made = draft(desk.book, desk.kinds, choice, left)
    if number is not None:
        _issue(store, choice, left, made, number)
    if figures:
        _tell_figures(made)
    if output is not None:
        # What was issued just now goes to paper with its code.
        chosen = _version(store, choice, 0 if number is not None and issued is None else issued)
        data = as_file(store.frozen(chosen) if chosen else made.report, output.suffix)
        atomic_write(output, data)
        pages = f", {page_count(data)} trang" if output.suffix.lower() == ".pdf" else ""
        name = choice.window().label if choice.period else "một hoạt động"
        which = f", bản phát hành lần {chosen.version}" if chosen else ""
        click.echo(f"Đã lập báo cáo {name}{which}{pages}: {output}")
    _tell_differences(store, choice, made)


def _choice(desk: Desk, period: str, preset: str, campaign: str, activity: str, compared: str) -> Choice:
    if activity:
        return Choice("activity", "", preset, desk.activities.get(activity).uid)
    if not period:
        raise InputError("Chưa có kỳ báo cáo: hãy thêm --period, ví dụ --period 2026-Q3.")
    return Choice("campaign" if campaign else "periodic", period, preset, campaign, compared)


def _issue(store: Reports, choice: Choice, left: Left, made: Draft, number: str) -> None:
    store.keep(choice, left)
    issue = store.issue(choice, made.report, made.sources, number=number, behind=made.behind)
    click.echo(f"Đã phát hành bản lần {issue.version}{f', số {issue.number}' if issue.number else ''}; "
               f"mã đối chiếu sổ {issue.code}.")  # fmt: skip


def _version(store: Reports, choice: Choice, issued: int | None) -> Issue | None:
    if issued is None:
        return None
    found = store.issues(choice)
    if not found:
        raise InputError("Báo cáo này chưa phát hành lần nào: hãy bỏ --issued hoặc thêm --issue.")
    if issued == 0:
        return found[0]
    return next((one for one in found if one.version == issued), None) or replace(found[0], version=issued)


def _tell_figures(made: Draft) -> None:
    for one in made.sources:
        asked = one.behind
        told = {"key": one.key, "group": one.group, "label": one.label, "unit": one.unit, "now": one.now,
                "before": one.before, "year": one.year, "kinds": asked.kinds, "since": asked.since,
                "until": asked.until, "campaign": asked.campaign}  # fmt: skip
        click.echo(json.dumps(told, ensure_ascii=False))


def _tell_differences(store: Reports, choice: Choice, made: Draft) -> None:
    found = store.issues(choice)
    for one in store.differences(found[0], made.sources) if found else ():
        click.echo(f"Khác bản phát hành lần {found[0].version}: {one.label} {number_vi(one.issued)} → {number_vi(one.today)} "
                   f"{one.unit}", err=True)  # fmt: skip

"""The command about the journal's chain: is anything tampered with, does a paper still agree, who did what to the book."""

from dataclasses import asdict

import click

from desktop import audit
from desktop.commands.console import Command, Desk, on_desk, say
from desktop.models import report_codes, tampering
from desktop.models.events import events


@click.command(cls=Command)
@click.option("--report", "code", default=None, metavar="MÃ", help="Đối chiếu mã 12 ký tự in cuối báo cáo đã phát hành với sổ.")
@click.option("--events", "told", is_flag=True, help="Những việc đã làm với cả sổ: nhập, khôi phục, phát hành, xóa dữ liệu.")
@click.option("--json", "as_json", is_flag=True, help="In kết quả thành các dòng JSON.")
@on_desk
def chain(desk: Desk, code: str | None, told: bool, as_json: bool) -> int:
    """Nhật ký có bị ai sửa không: đọc lại từng dòng, gọi tên chỗ bị sửa và cách sửa."""
    if code is not None:
        found = report_codes.compare(desk.book, code)
        sentence = report_codes.sentence(found)
        if as_json:
            say(asdict(found) | {"changed": list(found.changed), "sentence": sentence})
        else:
            click.echo(sentence)
        return int(not (found.kept and found.chained))
    if told:
        for one in events(desk.book):
            say(asdict(one)) if as_json else click.echo(f"{one.at[:16].replace('T', ' ')}  {one.by or '–'}  {one.sentence}")
        return 0
    return _state(desk, as_json=as_json)


def _state(desk: Desk, *, as_json: bool) -> int:
    rows, redacted, issued = desk.book.query(
        "SELECT (SELECT count(*) FROM journal), (SELECT count(*) FROM redactions), (SELECT count(*) FROM issues)")[0]  # fmt: skip
    anchor = desk.book.query("SELECT seq, at FROM anchors ORDER BY seq DESC LIMIT 1")
    found = list(audit.problems(desk.book, desk.kinds))
    if as_json:
        say({"rows": rows, "redactions": redacted, "issues": issued, "anchor": list(anchor[0]) if anchor else None,
             "found": [asdict(one) for one in found]})  # fmt: skip
        return int(bool(found))
    click.echo(f"Nhật ký: {rows} dòng, {redacted} dòng đã xóa thông tin cá nhân, {issued} bản báo cáo đã phát hành.")
    click.echo(f"Trung tâm đã xác nhận tới dòng {anchor[0][0]} ngày {anchor[0][1][:10]}." if anchor
               else "Trung tâm chưa xác nhận dòng nào: chỗ bị viết lại hết chuỗi chỉ thấy được nhờ giấy đã phát hành.")  # fmt: skip
    for one in found:
        click.echo(one.sentence + (f" (hoạt động {one.uid})" if one.uid and one.what != "issue" else ""), err=True)
    click.echo(tampering.ADVICE if found else "Chuỗi nhật ký liền mạch, không thấy chỗ nào bị sửa.", err=bool(found))
    return int(bool(found))

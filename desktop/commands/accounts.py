"""The people of the office, for who holds the PC: list them, take a forgotten PIN away, open the program again."""

import click

from desktop.commands.console import Command, Desk, on_desk, say
from desktop.models.accounts import ROLES, Accounts


@click.command(cls=Command)
@click.option("--reset", "name", metavar="TÊN", help="Bỏ PIN đã quên của một người; lần sau người đó đặt PIN mới.")
@click.option("--off", is_flag=True, help="Bỏ mọi tài khoản: chương trình mở ra là dùng được. Tên trong lịch sử vẫn còn.")
@click.option("--json", "as_json", is_flag=True, help="Mỗi dòng một đối tượng JSON.")
@on_desk
def accounts(desk: Desk, name: str | None, *, off: bool, as_json: bool) -> None:
    """Người dùng của đơn vị trên máy này.

    PIN giữ bàn làm việc, không giữ tệp: ai đăng nhập được vào máy tính này thì đặt lại được PIN bằng lệnh này.
    """
    store = Accounts(desk.book)
    if name is not None:
        found = store.find(name)
        store.reset(found.uid)
        click.echo(f"Đã bỏ PIN của {found.name}: lần mở khóa tới, người đó đặt PIN mới.")
        return
    if off:
        store.remove_all()
        click.echo("Đã bỏ mọi tài khoản: chương trình mở ra là dùng được.")
        return
    for one in store.all():
        if as_json:
            say({"name": one.name, "role": one.role, "manages": one.manages, "active": one.active, "has_pin": one.has_pin})
        else:
            more = [ROLES[one.role], *(["quản lý"] if one.manages else []), *([] if one.active else ["đã ngừng"]),
                    *([] if one.has_pin else ["chưa có PIN"])]  # fmt: skip
            click.echo(f"{one.name}: {', '.join(more)}")
    if not store.all() and not as_json:
        click.echo("Chưa lập tài khoản: chương trình mở ra là dùng được.")

"""The centre's command about its people: users add, list, disable."""

import sys

import click

from desktop.models.errors import InputError
from sync.central.console.users import ROLES, Users
from sync.central.door import now, with_store
from sync.central.store import Store


@click.group("users")
def users() -> None:
    """Người dùng của bảng điều khiển: thêm, liệt kê, khóa."""


@users.command()
@with_store
@click.argument("name")
@click.option("--role", type=click.Choice(list(ROLES)), default="viewer", show_default=True,
              help="viewer xem, reviewer duyệt, operator vận hành, admin quản trị.")  # fmt: skip
@click.option("--unit", default="", help="Chỉ thấy đơn vị này (mã hoặc tên).")
def add(store: Store, name: str, role: str, unit: str) -> None:
    """Thêm NAME, hoặc đặt lại mật khẩu và vai trò; mật khẩu gõ tại chỗ hoặc đọc từ stdin, không bao giờ trên dòng lệnh."""
    if sys.stdin.isatty():
        password = click.prompt("Mật khẩu (từ 12 ký tự)", hide_input=True, confirmation_prompt="Gõ lại")
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise InputError("Chưa có mật khẩu: hãy gõ, hoặc đưa một dòng vào stdin.")
    Users(store).add(name, role, password, unit=unit, now=now())
    click.echo(f"«{name}» ({ROLES[role].lower()}) đăng nhập được tại /bang.")


@users.command("list")
@with_store
def list_(store: Store) -> None:
    """Liệt kê người dùng."""
    for name, role, unit, active in Users(store).all():
        click.echo(f"{name}  {ROLES[role]}{f', đơn vị {unit}' if unit else ''}{'' if active else ', đã khóa'}")


@users.command()
@with_store
@click.argument("name")
def disable(store: Store, name: str) -> None:
    """Khóa NAME: mọi phiên kết thúc ngay."""
    Users(store).disable(name, now=now())
    click.echo(f"Đã khóa «{name}».")

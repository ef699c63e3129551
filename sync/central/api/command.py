"""The centre's command about tokens of reading systems."""

import click

from sync.central.api.tokens import SCOPES, Tokens
from sync.central.door import now, with_store
from sync.central.store import Store


@click.group("tokens")
def tokens() -> None:
    """Token cho hệ thống khác của thành phố đọc số liệu."""


@tokens.command()
@with_store
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, type=click.Choice(list(SCOPES)), required=True, help="Dùng được nhiều lần.")
@click.option("--unit", default="", help="Chỉ đọc đơn vị này.")
@click.option("--days", default=365, show_default=True, type=click.IntRange(1, 1825), help="Hạn dùng.")
def make(store: Store, name: str, scopes: tuple[str, ...], unit: str, days: int) -> None:
    """Cấp token cho hệ thống NAME; chỉ hiện một lần."""
    click.echo(Tokens(store).make(name, scopes, days=days, unit=unit, now=now()))
    click.echo("Hãy cất token này ngay: trung tâm chỉ giữ dấu băm, không hiện lại được.", err=True)


@tokens.command("list")
@with_store
def list_(store: Store) -> None:
    """Liệt kê token: số, tên, phạm vi, hạn, lần dùng cuối."""
    for ident, name, scopes, unit, expires, revoked, used in Tokens(store).all():
        state = "đã thu hồi" if revoked else f"hạn {expires[:10]}"
        click.echo(f"{ident}  {name}  {scopes}{f'  đơn vị {unit}' if unit else ''}  {state}  dùng lần cuối {used or 'chưa'}")


@tokens.command()
@with_store
@click.argument("ident", type=int)
def revoke(store: Store, ident: int) -> None:
    """Thu hồi token số IDENT."""
    Tokens(store).revoke(ident, now=now())
    click.echo(f"Đã thu hồi token số {ident}.")

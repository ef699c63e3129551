"""How the console program speaks: Vietnamese help and faults, the book it opens, JSON lines."""

import functools
import json
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from desktop import logs
from desktop.models import kinds as kinds_module
from desktop.models import published
from desktop.models.activities import Activities
from desktop.models.book import Book
from desktop.models.kinds import Kinds
from desktop.paths import data_dir


class Command(click.Command):
    """A command whose help speaks Vietnamese."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Cách dùng: ")

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [piece.replace("OPTIONS", "TÙY CHỌN") for piece in super().collect_usage_pieces(ctx)]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [record for param in self.get_params(ctx) if (record := param.get_help_record(ctx))]
        if records:
            with formatter.section("Tùy chọn"):
                formatter.write_dl(records)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Hiện hướng dẫn này."
        return option


class Group(Command, click.Group):
    """The program itself; `later` names its commands in the order of the work, each imported when called."""

    def __init__(self, *arguments: Any, later: Mapping[str, tuple[str, str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.later = later

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.later)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.later:
            return None
        module, attribute, _ = self.later[cmd_name]
        command: click.Command = getattr(import_module(f"desktop.commands.{module}"), attribute)
        return command

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return ["[TÙY CHỌN]", "LỆNH …"]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        Command.format_options(self, ctx, formatter)
        with formatter.section("Lệnh"):
            formatter.write_dl([(name, told) for name, (_, _, told) in self.later.items()])


class Desk:
    """What a command works on: opened when first asked for, closed at the end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._book: Book | None = None
        self._kinds: Kinds | None = None

    @property
    def book(self) -> Book:
        """The office's book."""
        if self._book is None:
            self._book = Book.open(self.folder)
        return self._book

    @property
    def kinds(self) -> Kinds:
        """The declared kinds: those of the book where there is one, else the shipped ones."""
        if self._kinds is None:
            own = Book.exists(self.folder)
            self._kinds = published.kinds_of(self.book) if own else kinds_module.load()
        return self._kinds

    @property
    def activities(self) -> Activities:
        """The activities of the book."""
        return Activities(self.book, self.kinds)

    def close(self) -> None:
        """Close what was opened."""
        if self._book is not None:
            self._book.close()


def on_desk(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command its desk and the option --data-dir, which may also stand before the command."""

    @click.option("--data-dir", "folder", type=click.Path(path_type=Path), metavar="THƯ_MỤC",
                  help="Thư mục của sổ (mặc định: nơi hệ điều hành dành cho chương trình).")  # fmt: skip
    @click.pass_context
    @functools.wraps(function)
    def with_desk(ctx: click.Context, folder: Path | None, **arguments: Any) -> Any:
        desk = Desk(data_dir(folder or (ctx.obj or {}).get("data_dir")))
        logs.begin(desk.folder)
        ctx.call_on_close(desk.close)
        return function(desk, **arguments)

    return with_desk


def say(value: Any) -> None:
    """Print one object as one line of JSON, at once."""
    click.echo(json.dumps(value, ensure_ascii=False))

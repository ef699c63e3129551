"""What stands above a form for as long as it is true: returned with its reason, locked, written at two places."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QLabel

from desktop.ui.icons import Icons
from desktop.ui.parts import button, column, frame, label, row
from desktop.ui.theme import SPACE

_PICTURES = {"note": ("info", "saved"), "warn": ("triangle-alert", "draft"), "fault": ("circle-alert", "fault"),
             "done": ("circle-check", "sent")}  # fmt: skip


def banner(icons: Icons, tone: str, title: str, text: str, *, action: str = "",
           run: Callable[[], object] | None = None) -> QFrame:  # fmt: skip
    """Return a banner; `tone` as of messages, an action is one thing to do about it."""
    picture = QLabel()
    picture.setPixmap(icons.pixmap(*_PICTURES[tone], size=22))
    words = column(label(title, "strong", wrap=True), *([label(text, wrap=True)] if text else []), space=2)
    parts: list[object] = [picture, words]
    if action:
        parts.append(button(action, run))
    line = row(*parts, space=SPACE.m, margin=SPACE.m)
    line.setStretch(1, 1)
    made = frame(line, "message")
    made.setProperty("tone", tone)
    made.setAccessibleName(f"{title} {text}".strip())
    return made

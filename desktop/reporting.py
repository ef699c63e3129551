"""Reports as window and console ask for them: drafted, written into, issued, and kept as files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.models.activities import Activities
from desktop.models.book import Book
from desktop.models.errors import InputError
from desktop.models.files import atomic_write
from desktop.models.kinds import Kinds
from desktop.ui.desk_paper import ReportView

if TYPE_CHECKING:
    from desktop.models.report import Report
    from desktop.models.report_choice import Choice
    from desktop.models.report_left import Left
    from desktop.models.report_store import Difference, Issue

SUFFIXES = (".pdf", ".docx", ".xlsx", ".txt")


class Reporter:
    """The official reports of one book."""

    def __init__(self, book: Book, kinds: Kinds) -> None:
        self._book, self._kinds = book, kinds

    def campaigns(self) -> Sequence[tuple[str, str]]:
        """Return the campaigns a report can be made of, as (code, label)."""
        kind = next(iter(self._kinds.of_family("activity")))
        return [(choice.code, choice.label) for choice in kind.field("campaign").choices]

    def activities(self, limit: int = 40) -> Sequence[tuple[str, str]]:
        """Return the newest activities as (uid, words)."""
        from desktop.models.query import Query
        from desktop.models.text import date_vi

        store = Activities(self._book, self._kinds)
        return [(row.uid, f"{date_vi(row.starts_on)} · {row.title}") for row in store.rows(store.first(Query(), limit))]

    def left(self, choice: Choice) -> Left:
        """Return what the office set for a report."""
        from desktop.models.report_store import Reports

        return Reports(self._book).left(choice)

    def keep(self, choice: Choice, left: Left) -> None:
        """Keep what the office set for a report. Raises InputError for what is too long."""
        from desktop.models.report_store import Reports

        Reports(self._book).keep(choice, left)

    def view(self, choice: Choice, left: Left) -> ReportView:
        """Return a report as it stands today, as pages, with its figures and its issued versions."""
        from desktop.models.drafting import draft
        from desktop.models.report_store import Reports
        from desktop.printing.official import official

        made, store = draft(self._book, self._kinds, choice, left), Reports(self._book)
        issues = store.issues(choice)
        different: tuple[Difference, ...] = store.differences(issues[0], made.sources) if issues else ()
        changed = store.changed(issues[0], made.behind) if issues else ()
        return ReportView(official(made.report), made.places, made.sources, issues, different, changed)

    def issue(self, choice: Choice, left: Left, number: str = "") -> Issue:
        """Freeze the report as its next version. Raises InputError when nothing is different."""
        from desktop.models.drafting import draft
        from desktop.models.report_store import Reports

        store = Reports(self._book)
        with self._book.tx():
            store.keep(choice, left)
            made = draft(self._book, self._kinds, choice, left)
            return store.issue(choice, made.report, made.sources, number=number, behind=made.behind)

    def every_issue(self) -> Sequence[tuple[Choice, Issue]]:
        """Return the issued versions of all reports, newest first."""
        from desktop.models.report_store import Reports

        return Reports(self._book).every_issue()

    def save(self, choice: Choice, left: Left, target: Path, issue: Issue | None = None) -> None:
        """Write a report, as it stands today or as it was issued, in the form its name asks for."""
        atomic_write(target, as_file(self._report(choice, left, issue), target.suffix))

    def issued(self, issue: Issue) -> bytes:
        """Return an issued version as a PDF: what it was, byte for byte."""
        from desktop.models.report_store import Reports

        return as_file(Reports(self._book).frozen(issue), ".pdf")

    def compare(self, typed: str) -> tuple[bool, str]:
        """Return whether the book still holds what a paper with that code says, and a sentence. Raises InputError for no code."""
        from desktop.models import report_codes

        found = report_codes.compare(self._book, typed)
        return found.kept and found.chained, report_codes.sentence(found)

    def text(self, choice: Choice, left: Left) -> str:
        """Return a report as one message."""
        from desktop.printing.plain import summary

        return summary(self._report(choice, left, None))

    def _report(self, choice: Choice, left: Left, issue: Issue | None) -> Report:
        from desktop.models.drafting import draft
        from desktop.models.report_store import Reports

        return Reports(self._book).frozen(issue) if issue else draft(self._book, self._kinds, choice, left).report


def as_file(report: Report, suffix: str) -> bytes:
    """Return a report as .pdf, .docx, .xlsx (its annexes) or .txt. Raises InputError for another suffix."""
    kind = suffix.lower()
    if kind == ".pdf":
        from desktop.printing.official import official

        return official(report)
    if kind == ".docx":
        from desktop.printing.word import word

        return word(report)
    if kind == ".xlsx":
        from desktop.printing.spreadsheet import annexes

        if not report.annexes:
            raise InputError("Báo cáo một hoạt động không có phụ lục số liệu: hãy lưu .pdf, .docx hoặc .txt.")
        return annexes(report)
    if kind == ".txt":
        from desktop.printing.plain import text

        return text(report).encode()
    raise InputError(f"Chưa ghi được báo cáo kiểu «{suffix}»: hãy đặt tên tệp {', '.join(SUFFIXES)}.")


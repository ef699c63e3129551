"""The reports of a book: what the office wrote into each, and every version it issued, frozen with its numbers."""

import json
from dataclasses import asdict, dataclass, replace

from desktop.models import plain_data, report_codes
from desktop.models.book import Book
from desktop.models.errors import InputError
from desktop.models.journal import new_uid, now
from desktop.models.report import Report
from desktop.models.report_choice import Choice
from desktop.models.report_left import Left
from desktop.models.report_words import Own
from desktop.models.sources import Source
from desktop.models.text import clean

LONGEST_LINE = 300
_CODE = "coalesce(json_extract(report, '$.code'), '')"


@dataclass(frozen=True, slots=True)
class Frozen:
    """A figure as it was issued."""

    key: str
    label: str
    unit: str
    now: float | None
    year: float


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of an issued report, and for its list the uid and revision of each activity counted."""

    frozen: tuple[Frozen, ...]
    behind: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Issue:
    """One issued version: from 1, when (UTC, ISO), by whom, its number and sign where the clerk gave one.

    `chain` is the hash of the journal's last row then; `code` stands on its paper (report_codes), "" on older ones.
    """

    uid: str
    version: int
    at: str
    by: str
    number: str
    chain: bytes
    code: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that is not what was issued any more."""

    key: str
    label: str
    unit: str
    issued: float
    today: float


class Reports:
    """What is kept of the reports of one book."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def left(self, choice: Choice) -> Left:
        """Return what the office set for a report; for one never touched, what it set for the last one it signed."""
        rows = self._book.query("SELECT content FROM reports WHERE kind = ? AND period = ? AND preset = ? AND subject = ?",
                                _key(choice))  # fmt: skip
        if rows:
            return _left(rows[0][0])
        rows = self._book.query("SELECT content FROM reports WHERE kind = ? ORDER BY at DESC LIMIT 1", (choice.kind,))
        last = _left(rows[0][0]) if rows else Left()
        return Left(signer=last.signer, title=last.title, recipients=last.recipients, charts=last.charts)

    def keep(self, choice: Choice, left: Left) -> str:
        """Keep what the office set; return the uid of the report. Raises InputError for a line that is too long."""
        for line in (left.signer, left.title, left.basis, *left.recipients):
            if len(clean(line)) > LONGEST_LINE:
                raise InputError(f"Dòng «{line[:40]}…» dài hơn {LONGEST_LINE} ký tự: hãy rút gọn.")
        content = json.dumps(asdict(left), ensure_ascii=False)
        with self._book.tx() as db:
            uid = self._uid(choice) or new_uid()
            db.execute("INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (uid) DO UPDATE SET "
                       "content = excluded.content, at = excluded.at, by = excluded.by",
                       [uid, *_key(choice), content, now(), self._book.office.person])  # fmt: skip
        return uid

    def issue(self, choice: Choice, report: Report, found: tuple[Source, ...], *, number: str = "",
              behind: tuple[tuple[str, int], ...] = ()) -> Issue:  # fmt: skip
        """Freeze a report as its next version. Raises InputError when nothing changed since the last one."""
        text = plain_data.dumps(report)
        figures = plain_data.dumps(Figures(tuple(Frozen(one.key, one.label, one.unit, one.now, one.year) for one in found),
                                           behind))  # fmt: skip
        with self._book.tx() as db:
            uid = self._uid(choice) or self.keep(choice, self.left(choice))
            last = db.execute("SELECT version, report, number FROM issues WHERE uid = ? ORDER BY version DESC LIMIT 1",
                              [uid]).fetchone()  # fmt: skip
            if last and report_codes.bare(last[1]) == text and number in ("", last[2]):
                raise InputError(f"Báo cáo không có gì khác bản đã phát hành lần {last[0]}: không cần phát hành lại.")
            rows = db.execute("SELECT seq, chain FROM journal ORDER BY seq DESC LIMIT 1").fetchall()
            seq, chain = rows[0] if rows else (0, b"")
            version, moment, sign = last[0] + 1 if last else 1, now(), clean(number)
            code = report_codes.code_of(uid, version, moment, sign, text, figures, seq, chain)
            issued = Issue(uid, version, moment, self._book.office.person, sign, chain, code)
            text = plain_data.dumps(replace(report, code=code))
            db.execute("INSERT INTO issues VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                       [uid, issued.version, issued.at, issued.by, issued.number, text, figures, seq, chain])  # fmt: skip
        return issued

    def issues(self, choice: Choice) -> tuple[Issue, ...]:
        """Return the issued versions of a report, newest first."""
        uid = self._uid(choice)
        rows = self._book.query(f"SELECT uid, version, at, by, number, chain, {_CODE} FROM issues "
                                "WHERE uid = ? ORDER BY version DESC",
                                (uid,)) if uid else []  # fmt: skip
        return tuple(Issue(*row) for row in rows)

    def every_issue(self, limit: int = 200) -> tuple[tuple[Choice, Issue], ...]:
        """Return the issued versions of all reports, newest first, each with what it is a report of."""
        rows = self._book.query(
            f"SELECT r.kind, r.period, r.preset, r.subject, i.uid, i.version, i.at, i.by, i.number, i.chain, {_CODE} "
            "FROM issues i JOIN reports r USING (uid) ORDER BY i.at DESC, i.version DESC LIMIT ?", (limit,))  # fmt: skip
        return tuple((Choice(*row[:4]), Issue(*row[4:])) for row in rows)

    def frozen(self, issue: Issue) -> Report:
        """Return the report exactly as it was issued. Raises InputError when there is no such version."""
        return plain_data.loads(Report, self._kept(issue, "report"))

    def figures(self, issue: Issue) -> Figures:
        """Return the figures it was issued with."""
        return plain_data.loads(Figures, self._kept(issue, "figures"))

    def differences(self, issue: Issue, found: tuple[Source, ...]) -> tuple[Difference, ...]:
        """Return the figures of the period that are not what they were when the report was issued."""
        today = {one.key: one for one in found}
        told = []
        for one in self.figures(issue).frozen:
            # A register is told as it stands, under the year.
            was = one.year if one.now is None else one.now
            current = today.get(one.key)
            value = 0.0 if current is None else (current.year if current.now is None else current.now)
            if value != was:
                told.append(Difference(one.key, one.label, one.unit, was, value))
        return tuple(told)

    def changed(self, issue: Issue, behind: tuple[tuple[str, int], ...]) -> tuple[str, ...]:
        """Return the uids of activities that came, went or were corrected since; `behind` is what counts today."""
        was, today = dict(self.figures(issue).behind), dict(behind)
        return tuple(uid for uid in {**was, **today} if was.get(uid) != today.get(uid))

    def _kept(self, issue: Issue, column: str) -> str:
        rows = self._book.query(f"SELECT {column} FROM issues WHERE uid = ? AND version = ?", (issue.uid, issue.version))
        if not rows:
            raise InputError(f"Không có bản phát hành lần {issue.version} của báo cáo này.")
        return str(rows[0][0])

    def _uid(self, choice: Choice) -> str:
        rows = self._book.query("SELECT uid FROM reports WHERE kind = ? AND period = ? AND preset = ? AND subject = ?",
                                _key(choice))  # fmt: skip
        return str(rows[0][0]) if rows else ""


def _key(choice: Choice) -> tuple[str, str, str, str]:
    preset = choice.preset if choice.kind == "periodic" else ""
    return choice.kind, choice.period, preset, choice.subject


def _left(text: str) -> Left:
    said = json.loads(text)
    known = {name: said[name] for name in ("signer", "title", "basis", "on", "compared", "charts") if name in said}
    own = {key: Own(**one) for key, one in said.get("own", {}).items()}
    return Left(own=own, recipients=tuple(said.get("recipients", ())), **known)

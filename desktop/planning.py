"""Plans as window and console ask for them: how each target stands today, changed, copied, received."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from desktop.models.book import Book
from desktop.models.errors import InputError
from desktop.models.files import atomic_write
from desktop.models.kinds import Kinds
from desktop.models.query import Query
from desktop.ui.desk import PlanCard, Target

_DRAFT = "plan_draft/"


class PlanShelf:
    """The plans of one book."""

    def __init__(self, book: Book, kinds: Kinds) -> None:
        self._book, self._kinds = book, kinds

    def progress(self, wanted: str | None = None, today: date | None = None) -> Sequence[PlanCard]:
        """Return every plan, those that run first and the later first, with its targets as they stand today.

        With `wanted` only the targets of that plan are counted ("" for the first); the others have none.
        """
        day = today or date.today()
        order = {"current": 1, "sample": 2, "ended": 3}
        found = sorted(self._store().all(), key=lambda plan: (
            0 if plan.status == "current" and plan.since <= day <= plan.until else order[plan.status],
            -plan.since.toordinal(), plan.code))  # fmt: skip
        codes = [plan.code for plan in found]
        if wanted is None:
            counted = set(codes)
        else:
            counted = {wanted} if wanted in codes else set(codes[:1])
        return tuple(self._card(plan, today or date.today(), counted=plan.code in counted) for plan in found)

    def count_ahead(self) -> bool:
        """Count one half-month of the last two years that is not kept; return whether there may be more."""
        from desktop.models import totals

        return totals.ahead(self._book, date.today())

    def get(self, code: str) -> Any:
        """Return a plan. Raises InputError when there is none."""
        return self._store().get(code)

    def save(self, plan: Any) -> Any:
        """Keep a plan as its next version. Raises InputError for what cannot be counted."""
        return self._store().save(plan)

    def keep_draft(self, plan: Any, typed: Mapping[str, Any]) -> None:
        """Keep a plan as it stands half changed: its targets where they can be read again, and what is typed as it is typed."""
        from desktop.models.plan_writing import written
        from desktop.models.plans import parse_plan

        text = written(plan)
        try:
            parse_plan(text, self._kinds)
        except InputError:
            text = self._book.setting(f"{_DRAFT}{plan.code}", {}).get("plan", "")
        self._book.set(f"{_DRAFT}{plan.code}", {"plan": text, "typed": dict(typed)})

    def draft(self, code: str) -> tuple[Any, Mapping[str, Any]] | None:
        """Return (the plan or None where only words are left, what was typed) as it was left half changed."""
        from desktop.models.plans import parse_plan

        kept = self._book.setting(f"{_DRAFT}{code}")
        if not kept:
            return None
        try:
            return parse_plan(kept["plan"], self._kinds), kept["typed"]
        except InputError:
            return None, kept["typed"]

    def drop_draft(self, code: str) -> None:
        """Forget what was left half changed."""
        self._book.set(f"{_DRAFT}{code}", None)

    def versions(self, code: str) -> Sequence[Any]:
        """Return the office's versions of a plan, newest first."""
        return self._store().versions(code)

    def version(self, code: str, number: int) -> Any:
        """Return a plan as it was."""
        return self._store().version(code, number)

    def adopt(self, code: str) -> Any:
        """Carry out a sample or a received plan."""
        return self._store().adopt(code)

    def copy(self, code: str, year: int) -> Any:
        """Return a plan moved to another year, not yet kept."""
        return self._store().copy(code, year)

    def take(self, path: Path) -> Any:
        """Keep the plan of a file."""
        return self._store().take(path)

    def write(self, code: str, path: Path) -> None:
        """Write a plan into a file that another office can take."""
        from desktop.models.plan_writing import written

        atomic_write(path, written(self.get(code)).encode())

    def offered(self) -> Sequence[str]:
        """Return the targets an activity can be put to by hand, as "PLAN/TARGET  label"."""
        return [f"{plan.code}/{one.code}  {one.label}" for plan in self._store().all() if plan.status != "ended"
                for one in plan.targets]  # fmt: skip

    def reminders(self, today: date) -> Sequence[Any]:
        """Return what the office should think of today."""
        from desktop.models import agenda

        return agenda.reminders(self._book, self._kinds, today)

    def agenda(self, since: date, until: date, today: date) -> Sequence[Any]:
        """Return what lies in a window of days."""
        from desktop.models import agenda

        return agenda.events(self._book, self._kinds, since, until, today=today)

    def deadlines(self) -> Any:
        """Return when reports are due."""
        from desktop.models import deadlines

        return deadlines.load(self._book)

    def set_deadlines(self, after: Mapping[str, str], holidays: str, preset: str) -> None:
        """Keep when reports are due, as typed. Raises InputError for what nobody can read."""
        from desktop.models import deadlines

        deadlines.keep(self._book, after, holidays, preset)

    def taken_down(self, uid: str) -> str:
        """Save that something that hung was taken down; return its name."""
        from desktop.models.activities import Activities

        store = Activities(self._book, self._kinds)
        found = store.get(uid)
        store.save(found.kind, dict(found.values) | {"status": "dathao"}, uid=uid, base=found.revision)
        return found.title

    def chart(self, name: str, period: str, measure: str, *, plan: str = "", preset: str = "", campaign: str = "",
              today: date | None = None) -> Any:  # fmt: skip
        """Return a chart: "plan" (its targets), "months", "kinds" or "areas" of a period ("2026-Q3", "" for this year).

        `measure` is a key of models.charting.MEASURES, `preset` of the months ("" for the office's own), `campaign` narrows
        kinds and areas. Raises InputError for a period nobody can read.
        """
        from desktop.models import charting, deadlines, pace, periods, progress

        day, preset = today or date.today(), preset or deadlines.load(self._book).preset
        this_year = periods.parse(str(day.year), preset=preset)
        asked = periods.parse(period, preset=preset) if period else this_year if day <= this_year.until else this_year.next()
        if name == "plan":
            wanted = self._store().get(plan)
            done = progress.progress(self._book, wanted, on=day)
            judged = [(one, pace.pace(one, day)) for one in done]
            found = [(one, how, self._target(wanted, one, how).behind) for one, how in judged]
            return charting.of_plan(wanted.title, found, day)
        if name == "months":
            return charting.months(self._book, self._kinds, asked.year, measure=measure, today=day, preset=preset)
        counted = charting.by_kind if name == "kinds" else charting.by_area
        return counted(self._book, self._kinds, asked.since, asked.until, measure=measure, campaign=campaign)

    def indicators(self) -> Sequence[Any]:
        """Return the dictionary of indicators of this office."""
        from desktop.models import indicators

        return indicators.dictionary(self._kinds, self._store().all())

    def indicators_as(self, suffix: str, on: date) -> bytes:
        """Return the dictionary as a ".pdf", ".xlsx" or ".md" file. Raises InputError for another kind of file."""
        from desktop.models import indicators as words
        from desktop.printing import indicators as paper

        office = self._book.office
        if suffix.lower() == ".md":
            return words.markdown(self.indicators()).encode()
        if suffix.lower() == ".xlsx":
            return paper.workbook(office.unit.name, self.indicators(), on)
        if suffix.lower() == ".pdf":
            return paper.dictionary(office.unit.name, self.indicators(), on)
        raise InputError(f"Không ghi được từ điển thành tệp «{suffix[:10]}»: hãy dùng .pdf, .xlsx hoặc .md.")

    def _card(self, plan: Any, today: date, *, counted: bool) -> PlanCard:
        from desktop.models import pace, progress

        done = progress.progress(self._book, plan, on=today) if counted else ()
        judged = [pace.pace(one, today) for one in done]
        on_time, number = pace.on_time(judged)
        targets = tuple(self._target(plan, one, how) for one, how in zip(done, judged, strict=True))
        return PlanCard(plan.code, plan.title, plan.number, plan.on, plan.body, plan.phase, plan.status, plan.status_label,
                        on_time, number, targets)  # fmt: skip

    def _target(self, plan: Any, one: Any, how: Any) -> Target:
        from desktop.models import progress

        target, rule = one.target, progress.rule(plan, one.target)
        # A register stands for the ward: its entries bear other dates than the plan's.
        whole = target.how == "share"
        behind = Query(kinds=target.kinds) if whole else Query(
            since=one.since.isoformat(), until=one.until.isoformat(), target=rule)  # fmt: skip
        begin = self._begin(plan, target)
        return Target(target.code, target.label, target.unit, target.how, target.amount, one.done, one.share, one.period,
                      one.document, how.state, how.label, how.expected, how.sentence, behind, begin)  # fmt: skip

    def _begin(self, plan: Any, target: Any) -> tuple[str, dict[str, Any]]:
        """Return the kind and the facts of an activity that would count for a target; "" where no kind is named."""
        code = target.kinds[0] if target.kinds else next(iter(kind.code for kind in self._kinds.of_family("activity")))
        kind, values = self._kinds[code], dict[str, Any]()
        if target.campaigns and "campaign" in kind.names:
            values["campaign"] = target.campaigns[0]
        if target.marked and "targets" in kind.names:
            values["targets"] = [target.marked]
        if not target.kinds and not target.marked and "plan_targets" in kind.names:
            values["plan_targets"] = [f"{plan.code}/{target.code}"]
        return code, values

    def _store(self) -> Any:
        from desktop.models.plan_store import PlanStore

        return PlanStore(self._book, self._kinds)

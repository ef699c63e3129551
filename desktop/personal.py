"""Personal data as window and console ask for it: who came, finding and erasing a person, incidents, notices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.models.activities import Activities
from desktop.models.book import Book
from desktop.models.errors import InputError
from desktop.models.kinds import Kinds

if TYPE_CHECKING:
    from desktop.models.activity import Activity
    from desktop.models.attendees import AttendeeList, Attendees, Brief, Rules, Standing
    from desktop.models.erasures import Receipt
    from desktop.models.people import People


class Personal:
    """What one book holds about people, for one thread; `may` says why somebody may not do an act of accounts.ACTS."""

    def __init__(self, book: Book, kinds: Kinds, activities: Activities, may: Callable[[str], str] = lambda act: "",
                 today: Callable[[], date] = date.today) -> None:  # fmt: skip
        self._book, self._kinds, self._activities = book, kinds, activities
        self._may, self._today = may, today

    # Who came

    def rules(self) -> Rules:
        """Return what the office decided about lists of who came."""
        return self._lists().rules

    def decide(self, rules: Rules) -> Rules:
        """Keep what the office decides. Raises InputError."""
        self._refuse("manage")
        return self._lists().decide(rules)

    def officer(self) -> str:
        """Return who is in charge of personal data here, "" where nobody was named."""
        from desktop.models.privacy import OFFICER

        return str(self._book.setting(OFFICER, ""))

    def name_officer(self, name: str) -> None:
        """Name who is in charge of personal data: printed on notices, with a phone where one wants."""
        from desktop.models.privacy import OFFICER
        from desktop.models.text import clean

        self._refuse("manage")
        self._book.set(OFFICER, " ".join(clean(name).split())[:120] or None)

    def notice(self, name: str) -> Sequence[str]:
        """Return the lines people must be told: "sheet", "photos", "form" or "attendees"."""
        from desktop.models import privacy

        rules = self.rules()
        return privacy.notice(name, unit=self._agency(), purpose=rules.purpose, days=rules.days, person=self.officer(),
                              phones=rules.phones)  # fmt: skip

    def brief(self, uid: str) -> Brief | None:
        """Return what may be told of a list without its names, None when there is none."""
        return self._lists().brief(uid)

    def attendees(self, uid: str) -> AttendeeList:
        """Return the list of an activity, a fresh one when there is none. Raises InputError for who may not see names."""
        self._refuse("attendees")
        found = self._lists().get(uid)
        if found is not None:
            return found
        activity = self._activities.get(uid)
        ends = str(activity.values.get("ends_on") or activity.values.get("starts_on") or "")
        return self._lists().fresh(uid, ends, self._today())

    def read(self, source: Path | str) -> People:
        """Read people from a file, or from what was typed or pasted. Raises InputError."""
        from desktop.models import people

        return people.read(source) if isinstance(source, Path) else people.pasted(source)

    def keep(self, listed: AttendeeList) -> AttendeeList:
        """Keep the list of an activity. Raises InputError."""
        self._refuse("attendees")
        return self._lists().keep(listed, today=self._today())

    def drop(self, uid: str) -> Receipt:
        """Delete the list of an activity; return the receipt. Raises InputError."""
        self._refuse("attendees")
        return self._lists().drop(uid)

    def count_in(self, uid: str, count: int) -> Activity:
        """Write the number of people of a list into its activity. Raises InputError where its kind does not count people."""
        found = self._activities.get(uid)
        kind = self._kinds.known(found.kind)
        if "participants" not in kind.names:
            raise InputError(f"Loại «{kind.label}» không ghi số người dự: danh sách vẫn được giữ.")
        parts = found.values.get("participants") or {}
        people = {name: part for name, part in parts.items() if not isinstance(part, int) or part <= count}
        return self._activities.save(found.kind, dict(found.values) | {"participants": people | {"total": count}}, uid=uid,
                                     base=found.revision)  # fmt: skip

    def sheet(self, uid: str) -> bytes:
        """Return the sign-in sheet of an activity as a PDF: with its list where there is one and it may be seen, else open."""
        from desktop.models.attendees import in_order
        from desktop.printing import facts, signing

        activity = self._activities.get(uid)
        said = facts.facts(self._book.office, self._kinds.known(activity.kind), activity.values)
        listed = self._lists().get(uid)
        if listed is not None:
            self._refuse("attendees")
        rules = self.rules()
        people = tuple((one.name, one.unit, one.phone) for one in in_order(listed.people)) if listed else ()
        return signing.sheet(signing.Facts(self._book.office.unit.name, activity.title, said.get("when", ""), said.get("place", ""),
                                           tuple(self.notice("sheet")), people, phones=rules.phones))  # fmt: skip

    def people(self, uid: str) -> People:
        """Return the list of an activity as certificates and badges want it. Raises InputError when nobody stands in it."""
        from desktop.models.attendees import as_people, in_order

        listed = self.attendees(uid)
        if not listed.people:
            raise InputError("Hoạt động này chưa có danh sách người dự: hãy ghi danh sách trước.")
        return as_people(in_order(listed.people))

    def standing(self) -> Standing:
        """Return how the lists stand and which end soon."""
        return self._lists().standing(self._today())

    def purge_due(self) -> Receipt | None:
        """Delete the lists whose day is over, as the caretaker does every day; None when there is none."""
        return self._lists().purge_due(self._today())

    def receipts(self) -> Sequence[Receipt]:
        """Return the receipts of what was erased, newest first."""
        from desktop.models import erasures

        return erasures.receipts(self._book)

    # Inside

    def _refuse(self, act: str) -> None:
        if refused := self._may(act):
            raise InputError(refused)

    def _lists(self) -> Attendees:
        from desktop.models.attendees import Attendees

        return Attendees(self._book)

    def _agency(self) -> str:
        name = self._book.office.unit.name
        return f"Ủy ban nhân dân {name[:1].lower()}{name[1:]}"

"""How an office gets its line to the centre: IT's file, a code typed by hand, or a file IT laid ready on this PC."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.models import units
from desktop.models.book import Book
from desktop.models.errors import InputError

if TYPE_CHECKING:
    from desktop.policy import Policy
    from sync.office_file import OfficeFile

BESIDE = "don-vi.toml"  # the name of an office file that lies beside the program


@dataclass(frozen=True, slots=True)
class Offer:
    """One office file that was read: whose it is, where its centre is, how long its code lasts.

    `text_size` 0 and `look` "" are not decided; `signed`: the centre itself wrote every byte.
    """

    office: OfficeFile
    unit_name: str

    @property
    def unit(self) -> str:
        """The code of the unit, five digits."""
        return self.office.unit

    @property
    def url(self) -> str:
        """The address of the centre."""
        return self.office.url

    @property
    def signed(self) -> bool:
        """Whether the centre's signature stands under it."""
        return self.office.signed

    @property
    def expires(self) -> datetime:
        """Until when the code in it is taken, in UTC."""
        return self.office.expires

    @property
    def expired(self) -> bool:
        """Whether, by this PC's clock, the code in it is no longer taken."""
        return self.office.expires <= datetime.now(UTC)

    @property
    def text_size(self) -> int:
        """The text size IT decided for the first start, per cent; 0 for none."""
        return self.office.text_size

    @property
    def look(self) -> str:
        """The look IT decided for the first start, "" for none."""
        return self.office.look


class Provisioner:
    """Reads office files and asks centres for them; keeps nothing."""

    def __init__(self, policy: Policy | None = None) -> None:
        self._policy = policy

    def offered(self) -> Path | None:
        """Return the office file IT laid ready: named by the policy, or beside the program."""
        named = str(self._settled.get("office_file", "") or "")
        program = Path(os.path.realpath(sys.executable)).parent if getattr(sys, "frozen", False) else None
        # Beside the program, and beside its versions where they lie side by side.
        beside = (program / BESIDE, program.parent / BESIDE) if program else ()
        found = (Path(named).expanduser() if named else None, *beside)
        return next((path for path in found if path and path.is_file()), None)

    def read(self, path: Path) -> Offer:
        """Read an office file. Raises DeclarationError, and InputError where IT named another centre."""
        from sync import office_file

        return self._judged(office_file.read(path))

    def ask(self, url: str, code: str) -> Offer:
        """Ask the centre at `url` for the file a typed code stands for. Raises InputError, Refused or Offline."""
        from sync import joining, office_file

        return self._judged(office_file.parse(Path("mã ghi danh"), joining.fetch(url, code).decode()))

    def close(self) -> None:
        """Nothing is held."""

    @property
    def _settled(self) -> Policy:
        if self._policy is None:
            from desktop import policy

            self._policy = policy.load()
        return self._policy

    def _judged(self, office: OfficeFile) -> Offer:
        from sync import office_file

        office_file.hold(office, bytes.fromhex(str(self._settled.get("centre_key", "") or "")))
        known = units.load().get(office.unit)
        if known is None:
            raise InputError(
                f"Tệp này cấp cho đơn vị {office.unit}, không có trong danh sách 94 đơn vị: hãy xin lại trung tâm."
            )
        return Offer(office, known.name)


def keep(book: Book, offer: Offer) -> str:
    """Keep what an office file says in the book; return the address of its centre. Raises InputError for another unit."""
    from sync import sender

    sender.keep_office_file(book, offer.office)
    return offer.url

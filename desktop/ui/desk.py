"""What the window is handed: the objects of the layers below, and the shapes it expects of them.

The composition root builds one desk for the screen's thread and one for the worker; the window opens nothing itself.
Paper, reporter and post are slow to import and slow to ask: the window asks them on the worker only.
"""

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from desktop.models.errors import AppError, Problem
from desktop.models.kinds import Kinds
from desktop.models.office import Office
from desktop.settings import Settings


class Activities(Protocol):
    """The store of activities (desktop.models.activities)."""

    def save(
        self,
        kind: str,
        values: Mapping[str, Any],
        *,
        uid: str | None = None,
        draft: str | None = None,
        base: int | None = None,
    ) -> Any: ...
    def get(self, uid: str) -> Any: ...
    def bin(self, uid: str) -> Any: ...
    def restore(self, uid: str) -> Any: ...
    def undo(self, uid: str) -> Any: ...
    def history(self, uid: str) -> Sequence[Any]: ...
    def ids(self, query: Any) -> "array[int]": ...
    def first(self, query: Any, limit: int) -> Sequence[int]: ...
    def rows(self, ids: Sequence[int]) -> Sequence[Any]: ...
    def count(self, query: Any) -> int: ...
    def key(self, uid: str) -> int | None: ...
    def iterate(self, query: Any) -> Iterator[Any]: ...
    def titles(self, kind: str, limit: int = 500) -> Sequence[str]: ...
    def last(self, kind: str) -> Any: ...
    def revert(self, uid: str, revision: int) -> Any: ...
    def reason(self, uid: str) -> Sequence[Problem]: ...
    def review(self, uid: str) -> Any: ...
    def conflicts(self, uid: str) -> Sequence[Any]: ...


class Notices(Protocol):
    """What the centre says to its offices (desktop.models.notices)."""

    def waiting(self, limit: int = 5) -> Sequence[Any]: ...
    def put_away(self, serial: int) -> None: ...


class Drafts(Protocol):
    """The store of what is being typed (desktop.models.drafts)."""

    def keep(self, key: str, kind: str, values: Mapping[str, Any], *, uid: str | None = None) -> Any: ...
    def get(self, key: str) -> Any: ...
    def all(self) -> Sequence[Any]: ...
    def drop(self, key: str) -> Any: ...


class Templates(Protocol):
    """Forms filled in beforehand (desktop.models.templates)."""

    def all(self, kind: str = "") -> Sequence[Any]: ...
    def get(self, name: str) -> Any: ...
    def keep(self, template: Any) -> Any: ...
    def used(self, name: str, day: str) -> None: ...
    def drop(self, name: str) -> None: ...


class People(Protocol):
    """The people of the office and who sits at the desk (desktop.staff)."""

    @property
    def current(self) -> Any: ...
    @property
    def guarded(self) -> bool: ...
    def may(self, act: str) -> str: ...
    def all(self) -> Sequence[Any]: ...
    def active(self) -> Sequence[Any]: ...
    def wait(self, uid: str) -> int: ...
    def sign_in(self, uid: str, pin: str, *, new_pin: str = "") -> Any: ...
    def leave(self) -> None: ...
    def found(self, name: str, role: str, pin: str) -> Any: ...
    def add(self, name: str, role: str, pin: str, *, manages: bool = False) -> Any: ...
    def change(self, uid: str, *, name: str, role: str, manages: bool, active: bool = True) -> Any: ...
    def set_pin(self, uid: str, pin: str) -> None: ...
    def reset(self, uid: str) -> None: ...
    def remove_all(self) -> None: ...


class Approvals(Protocol):
    """The leader's approval before the post (desktop.models.approval)."""

    @property
    def needed(self) -> bool: ...
    def need(self, *, needed: bool) -> None: ...
    def approve(self, uids: Sequence[str]) -> int: ...
    def all_pending(self, limit: int = 100_000) -> Sequence[str]: ...
    def count(self) -> int: ...
    def of(self, uid: str) -> tuple[str, str] | None: ...


class Outbox(Protocol):
    """What waits to be sent (desktop.models.outbox)."""

    def counts(self) -> Any: ...
    def receipts(self, limit: int = 20) -> Sequence[tuple[str, str, int, int]]: ...


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing to fill in on a paper; `kind` is text, note, date, image or qr."""

    name: str
    label: str
    kind: str
    max_length: int | None
    required: bool


@dataclass(frozen=True, slots=True)
class LayoutCard:
    """A way to set a design: finished size in mm, and the names of paper it can be scaled to."""

    id: str
    label: str
    size_mm: tuple[float, float]
    sizes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DesignCard:
    """A paper design as the gallery shows it: sizes in mm, `themes`, `modes` and optional `blocks` as (id, label)."""

    id: str
    label: str
    family: str
    hint: str
    size_mm: tuple[float, float]
    themes: tuple[tuple[str, str], ...]
    modes: tuple[tuple[str, str], ...]
    slots: tuple[Slot, ...]
    layouts: tuple[LayoutCard, ...] = ()
    blocks: tuple[tuple[str, str], ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn page: `pixels` are RGB bytes, three for each pixel, rows without padding."""

    width: int
    height: int
    pixels: bytes


class Paper(Protocol):
    """Posters, leaflets, banners and sheets (desktop.printing); an order is opaque here but for its fields."""

    def designs(self) -> Sequence[DesignCard]: ...
    def begin(self, design: str, uid: str, *, afresh: bool = False) -> tuple[Any, bool]: ...
    def set_of(self, uid: str) -> Sequence[tuple[Any, str, bool]]: ...
    def render(self, ordered: Any, *, tile: str | None = None, draft: bool = False, outlines: bool = False) -> bytes: ...
    def on_paper(self, ordered: Any, way: str) -> tuple[bytes, str]: ...
    def for_shop(self, ordered: Any, job: Mapping[str, Any], target: Path) -> Sequence[tuple[bool, str]]: ...
    def ink(self, ordered: Any) -> str: ...
    def remarks(self, ordered: Any) -> Sequence[Any]: ...
    def with_photo(self, ordered: Any, name: str, data: bytes) -> Any: ...
    def photo(self, sha256: str, *, side: int) -> Picture: ...
    def keep(self, uid: str, ordered: Any) -> None: ...
    def forget(self, uid: str, design: str) -> None: ...
    def personal(self, design: str) -> bool: ...
    def people(self, source: Path | str) -> Any: ...
    def batch(
        self,
        ordered: Any,
        listed: Any,
        sheet: str,
        target: Path,
        progress: Callable[[int, int], None],
        stopped: Callable[[], bool],
    ) -> int: ...
    def pages(self, pdf: bytes) -> int: ...
    def picture(self, pdf: bytes, page: int, *, dpi: float) -> Picture: ...


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report as it stands today: its pages, where the office can write, its figures, its issued versions.

    `different` are the figures that are not those of the newest version, `changed` the activities (uid) that make it so.
    """

    pdf: bytes
    places: Sequence[Any]
    sources: Sequence[Any]
    issues: Sequence[Any]
    different: Sequence[Any]
    changed: Sequence[str]


class Reporter(Protocol):
    """The official reports (desktop.reporting); `choice` says which, `left` what the office set for it."""

    def campaigns(self) -> Sequence[tuple[str, str]]: ...
    def activities(self, limit: int = 40) -> Sequence[tuple[str, str]]: ...
    def left(self, choice: Any) -> Any: ...
    def keep(self, choice: Any, left: Any) -> None: ...
    def view(self, choice: Any, left: Any) -> ReportView: ...
    def issue(self, choice: Any, left: Any, number: str = "") -> Any: ...
    def every_issue(self) -> Sequence[tuple[Any, Any]]: ...
    def save(self, choice: Any, left: Any, target: Path, issue: Any = None) -> None: ...
    def issued(self, issue: Any) -> bytes: ...
    def text(self, choice: Any, left: Any) -> str: ...


@dataclass(frozen=True, slots=True)
class Target:
    """A plan's target with what was done; `share` is 0..1 or None where there is no amount to reach."""

    code: str
    label: str
    unit: str
    amount: float | None
    done: float
    share: float | None
    period: str


@dataclass(frozen=True, slots=True)
class PlanCard:
    """A plan document and its targets."""

    title: str
    number: str
    phase: str
    status: str
    targets: tuple[Target, ...]


class Plans(Protocol):
    """Plans and their progress (desktop.models.plans)."""

    def progress(self) -> Sequence[PlanCard]: ...


@dataclass(frozen=True, slots=True)
class Sending:
    """What one sending did, counted by receipts only; what came down beside it."""

    stored: int
    refused: int
    left: int
    seconds: float
    note: str = ""
    pulled: int = 0
    items: int = 0
    returned: int = 0
    conflicts: int = 0


@dataclass(frozen=True, slots=True)
class PhotoState:
    """Photos whose text was sent and that are not at the centre yet; what the person chose for them.

    `sentence` tells it with the time they take, "" when none is left; `daily_mb` 0 means no limit.
    """

    count: int
    bytes: int
    sentence: str
    send: bool
    night: bool
    daily_mb: int


class Post(Protocol):
    """The line to the centre (sync.sender), and the files that go where there is none (sync.parcels)."""

    def centre(self) -> str: ...
    def join(self, path: Path) -> str: ...
    def send(
        self,
        progress: Callable[[int, int], None],
        stop: Callable[[], bool],
        pictures: Callable[[int, int, float], None],
    ) -> Sending: ...
    def photos(self) -> PhotoState: ...
    def choose_photos(self, *, send: bool, night: bool, daily_mb: int) -> None: ...
    def pack(self, target: Path, *, photos: bool) -> str: ...
    def accept(self, path: Path) -> str: ...
    def receipt_pdf(self, batch: str) -> bytes: ...


class Schedule(Protocol):
    """When to send (sync.schedule)."""

    @property
    def wait(self) -> float | None: ...
    def started(self, *, waiting: bool) -> None: ...
    def saved(self) -> None: ...
    def begun(self) -> None: ...
    def sent(self, *, more: bool = False, tonight: bool = False) -> None: ...
    def failed(self, fault: AppError, *, waiting: bool) -> None: ...


class Keeping(Protocol):
    """Copies of the book, photos, and files the person asked for (desktop.models.backup, attachments)."""

    def backup(self, target: Path) -> int: ...
    def attach(self, path: Path) -> dict[str, object]: ...
    def read(self, path: Path) -> bytes: ...
    def write(self, target: Path, data: bytes) -> None: ...


class Listing(Protocol):
    """Counts beside filters, saved views, acts on a whole result, many rows at once (desktop.listing)."""

    def counts(self, query: Any, stopped: Callable[[], bool]) -> Any: ...
    def spans(self, query: Any, windows: Sequence[tuple[str, str | None, str | None]]) -> Mapping[str, int]: ...
    def views(self) -> Sequence[Any]: ...
    def keep_view(self, view: Any) -> None: ...
    def drop_view(self, name: str) -> None: ...
    def set_field(
        self, query: Any, name: str, value: Any, progress: Callable[[int, int], None], stopped: Callable[[], bool]
    ) -> Any: ...
    def bin(self, query: Any, progress: Callable[[int, int], None], stopped: Callable[[], bool]) -> Any: ...
    def restore(self, query: Any, progress: Callable[[int, int], None], stopped: Callable[[], bool]) -> Any: ...
    def save(
        self,
        rows: Sequence[tuple[str, Mapping[str, Any]]],
        progress: Callable[[int, int], None],
        stopped: Callable[[], bool],
    ) -> tuple[Any, set[int]]: ...
    def take_back(self, done: Any, progress: Callable[[int, int], None], stopped: Callable[[], bool]) -> Any: ...
    def export(self, path: Path, query: Any) -> int: ...
    def pdf(self, query: Any, asked: str, columns: Sequence[tuple[str, float, str, Callable[[Any], str]]]) -> bytes: ...
    def grid(self, kind: str) -> Any: ...
    def keep_grid(self, kind: str, content: Any) -> None: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything the window works with, for one thread."""

    kinds: Kinds
    activities: Activities
    drafts: Drafts
    templates: Templates
    people: People
    approvals: Approvals
    outbox: Outbox
    notices: Notices
    settings: Settings
    office: Callable[[], Office]
    sign_as: Callable[[str], None]
    plans: Plans
    paper: Paper
    listing: Listing
    reporter: Reporter
    post: Post
    keeping: Keeping
    folder: Path
    close: Callable[[], None]

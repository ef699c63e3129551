"""The shapes of paper and reports the window expects of the layers below; slow to ask, so only on the worker."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol


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
    def chart(self, chart: Any, width: float, palette: Any, *, dpi: float) -> tuple[Any, Picture]: ...
    def chart_page(self, chart: Any) -> bytes: ...


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
    def compare(self, typed: str) -> tuple[bool, str]: ...
    def text(self, choice: Any, left: Any) -> str: ...

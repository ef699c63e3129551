"""What the person chose for the window, kept in the book's setting table."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Protocol

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Keeper(Protocol):
    """The part of a book that keeps settings."""

    def setting(self, key: str, default: Any = None) -> Any: ...

    def set(self, key: str, value: Any) -> None: ...


class Settings:
    """Typed access to the window's settings; reading is from memory, writing goes to the book.

    What IT `decided` (desktop.policy) counts instead of what was chosen, and is not chosen here.
    """

    def __init__(self, keeper: Keeper, decided: Mapping[str, Any] = NOTHING) -> None:
        self._keeper = keeper
        self._window: dict[str, Any] = keeper.setting("window", {})
        self._decided = decided

    def decided(self, name: str) -> Any:
        """Return what IT decided (desktop.policy.KEYS), None where it left the choice to the office."""
        return self._decided.get(name)

    @property
    def text_size(self) -> int:
        """Text size in percent, 100 to 200."""
        size = self._decided.get("text_size", self._window.get("text_size", 100))
        return min(200, max(100, size)) if isinstance(size, int) else 100

    @text_size.setter
    def text_size(self, percent: int) -> None:
        self.keep("text_size", percent)

    @property
    def look(self) -> str:
        """The colours of the window: "system", "light", "dark" or "strong"."""
        return str(self._decided.get("look", self._window.get("look", "system")))

    @look.setter
    def look(self, name: str) -> None:
        self.keep("look", name)

    @property
    def language(self) -> str:
        """The language of the window: "vi" or "en"."""
        return "en" if self._decided.get("language", self._window.get("language")) == "en" else "vi"

    @language.setter
    def language(self, name: str) -> None:
        self.keep("language", name)

    def kept(self, name: str, default: Any = None) -> Any:
        """Return what the window remembered under a name (geometry, column widths, last report signer)."""
        return self._window.get(name, default)

    def keep(self, name: str, value: Any) -> None:
        """Remember something for the next start."""
        if self._window.get(name) != value:
            self._window[name] = value
            self._keeper.set("window", self._window)

"""When the caretaker does its rounds: counted in minutes of use, begun in a moment of rest. No clock of its own, no Qt."""

USED = 300.0  # seconds after a key or a click that count as use
STILL = 2.0  # seconds without a key before anything begins
LONGEST = 600.0  # seconds that what is due waits for such a moment
STEP = 60.0  # most seconds between two looks that count: a PC that slept was not used


class _Round:
    __slots__ = ("due", "every", "left")

    def __init__(self, every: float, left: float) -> None:
        self.every, self.left = every, left  # seconds of use
        self.due: float | None = None  # since when, None while it is not


class Rounds:
    """What is to be done again and again; moments are seconds of a clock that never goes back."""

    def __init__(self, now: float) -> None:
        self._rounds: dict[str, _Round] = {}
        self._looked = now

    def add(self, name: str, every: float, *, first: float | None = None) -> None:
        """Take something up: due after `first` minutes of use, then after every `every` minutes of use."""
        self._rounds[name] = _Round(every * 60, (every if first is None else first) * 60)

    def look(self, now: float, touched: float) -> str:
        """Count the use since the last look; return what should begin now, "" for nothing.

        `touched` is the moment of the last key or click.
        """
        passed, self._looked = min(max(now - self._looked, 0.0), STEP), now
        if now - touched <= USED:
            for one in self._rounds.values():
                one.left -= passed
        for one in self._rounds.values():
            if one.left <= 0 and one.due is None:
                one.due = now
        waiting = [(one.due, name) for name, one in self._rounds.items() if one.due is not None]
        if not waiting:
            return ""
        since, name = min(waiting)
        return name if now - touched >= STILL or now - since >= LONGEST else ""

    def begun(self, name: str) -> None:
        """Count anew for something that begins."""
        one = self._rounds[name]
        one.left, one.due = one.every, None

    def sooner(self, name: str, minutes: float) -> None:
        """Let something come again after so many minutes of use, where it failed."""
        one = self._rounds[name]
        one.left = min(one.left, minutes * 60)

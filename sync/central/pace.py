"""How often one device may come, so that none can keep the others waiting."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from desktop.models.errors import Refused

PACE = 2.0  # batches a second in the long run
BURST = 120  # batches at once
MOST = 20_000  # devices kept count of


class TooFast(Refused):
    """A device came too often; it may come again in `wait` seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__("Máy này gửi quá dồn dập: hãy gửi lại sau ít phút.", details="too fast")
        self.wait = wait


class Pace:
    """A bucket of tokens for each device: `pace` fall in a second, `BURST` fit."""

    def __init__(self, pace: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._pace, self._clock = pace, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, device: str) -> None:
        """Take a token. Raises TooFast when there is none."""
        now = self._clock()
        left, at = self._left.pop(device, (float(BURST), now))
        left = min(float(BURST), left + (now - at) * self._pace)
        wait = 0 if left >= 1 else math.ceil((1 - left) / self._pace)
        self._left[device] = (left - 1 if not wait else left, now)
        while len(self._left) > MOST:
            self._left.popitem(last=False)
        if wait:
            raise TooFast(wait)

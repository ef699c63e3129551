"""Collecting rubbish on the screen's thread alone.

Python collects on whatever thread happens to make the next object. A widget that dies on a worker waits for Qt's locks while it
holds Python's, and the screen the other way round: both for ever.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 2_000  # ms


class Sweeper(QObject):
    """Looks from time to time whether there is enough to collect; `gc` itself stays switched off."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect the oldest generation that is full, as Python itself would."""
        counts, limits = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > limits[generation] > 0:
                gc.collect(generation)
                return

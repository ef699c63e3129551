"""How long the screen's thread works at a stretch: CPU time between two rests of the event loop, not hours on a wall."""

import time

from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop, QTimer


class Watchdog:
    """`stretches` are (what was going on, milliseconds of this thread's CPU) since it was set to watch."""

    def __init__(self):
        self.doing = ""
        self.stretches = []
        self._began = time.thread_time()
        self._dispatcher = QAbstractEventDispatcher.instance()

    def __enter__(self):
        self._began = time.thread_time()
        self._dispatcher.aboutToBlock.connect(self._rest)
        return self

    def __exit__(self, *_):
        self._dispatcher.aboutToBlock.disconnect(self._rest)

    def over(self, limit):
        """Return the stretches of more than so many milliseconds, the longest first."""
        return sorted((one for one in self.stretches if one[1] > limit), key=lambda one: -one[1])

    def _rest(self):
        # Resting costs no CPU of the thread: from one rest to the next is what the loop did between.
        now = time.thread_time()
        self.stretches.append((self.doing, round((now - self._began) * 1000, 1)))
        self._began = now


def walk(steps, *, idle, dog, seconds=60):
    """Do (name, act) one by one in a real event loop, each once the program is idle; Qt's own test waits never rest."""
    loop, left, timer = QEventLoop(), list(steps), QTimer()
    ends = time.monotonic() + seconds

    def go():
        if time.monotonic() > ends:
            loop.exit(1)
        elif idle():
            if not left:
                loop.exit(0)
                return
            dog.doing, act = left.pop(0)
            act()

    timer.timeout.connect(go)
    timer.start(15)
    with dog:
        late = loop.exec()
    timer.stop()
    assert not late, f"never idle again: {dog.doing}"

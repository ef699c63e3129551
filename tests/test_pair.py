"""The installed pair of Python and PySide6: 6.12.0 aborts Python 3.11 after some hundred signal emissions."""

import subprocess
import sys
from importlib.metadata import version

EMITTING = """
from PySide6.QtCore import QObject, Signal, Slot

class Bell(QObject):
    rung = Signal(int, str, object)

class Ear(QObject):
    heard = 0
    @Slot(int, str, object)
    def hear(self, number, text, thing):
        self.heard += 1

bell, ear = Bell(), Ear()
bell.rung.connect(ear.hear)
for number in range(5000):
    bell.rung.emit(number, "x", {"n": number})
print(ear.heard)
"""


def test_pyside_is_older_than_the_release_that_crashes():
    assert tuple(map(int, version("PySide6-Essentials").split(".")[:2])) < (6, 12)


def test_five_thousand_emissions_survive():
    ran = subprocess.run([sys.executable, "-c", EMITTING], capture_output=True, text=True)
    assert (ran.returncode, ran.stdout.strip()) == (0, "5000"), ran.stderr

"""Worlds one after the other, in one process or several, until enough syncs were done."""

import os
import shutil
import warnings
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from desktop.models import kinds as declarations
from desktop.models.kinds import Kinds
from tests.sync.simulator.counts import Broken, Counts
from tests.sync.simulator.world import SHM, Template, World

EPOCHS = 4


def again(seed: int, world: int, epochs: int = EPOCHS) -> Counts:
    """Live through one world. Raises Broken."""
    with _template() as template:
        return World(seed, world, _kinds(), template).run(epochs)


def some(seed: int, syncs: int, epochs: int = EPOCHS, *, first: int = 0, step: int = 1) -> Counts:
    """Live through every `step`-th world from `first` on until there were so many syncs. Raises Broken."""
    counts = Counts()
    number = first
    with _template() as template:
        while counts.happened["syncs"] < syncs:
            counts.add(World(seed, number, _kinds(), template).run(epochs))
            counts.happened["worlds"] += 1
            number += step
    return counts


def until_broken(seed: int, syncs: int, epochs: int = EPOCHS) -> tuple[int, str]:
    """Live through worlds until a promise breaks; return how many syncs that took and what broke, "" for nothing."""
    counts = Counts()
    number = 0
    with _template() as template:
        while counts.happened["syncs"] < syncs:
            world = World(seed, number, _kinds(), template)
            try:
                world.run(epochs)
            except Broken as why:
                counts.add(world.counts)
                return counts.happened["syncs"], str(why)
            counts.add(world.counts)
            number += 1
    return counts.happened["syncs"], ""


def many(seed: int, syncs: int, processes: int, epochs: int = EPOCHS) -> Counts:
    """The same shared between processes; the first broken promise ends it. Raises Broken."""
    if processes == 1:
        return some(seed, syncs, epochs)
    counts = Counts()
    with ProcessPoolExecutor(processes) as pool:
        shares = [pool.submit(some, seed, syncs // processes, epochs, first=at, step=processes) for at in range(processes)]
        for share in shares:
            counts.add(share.result())
    return counts


@cache
def _kinds() -> Kinds:
    os.environ.setdefault("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    warnings.simplefilter("ignore", ResourceWarning)  # a crash leaves things open, that is the point
    return declarations.load()


@contextmanager
def _template() -> Iterator[Template]:
    folder = Path(mkdtemp(prefix="sophuong-template-", dir=SHM if SHM.is_dir() else None))
    try:
        yield Template(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)

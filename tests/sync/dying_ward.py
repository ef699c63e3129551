"""A ward at work until it is killed: saves, sends, packs parcels, takes receipts in; a line on stdout for each sending."""

import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from desktop.models import kinds as declarations
from desktop.models.activities import Activities
from desktop.models.book import Book
from desktop.models.errors import AppError, InputError, SyncError
from sync import parcels
from sync.sender import Sender
from tests.sync.wards import leaflet


def write(activities: Activities, book: Book, chance: random.Random) -> None:
    """Save some activities, new ones and old ones."""
    uids = [row[0] for row in book.query("SELECT uid FROM activities ORDER BY uid")]
    for _ in range(chance.choice((1, 1, 2, 5))):
        uid = chance.choice(uids) if uids and chance.random() < 0.5 else None
        activities.save("TOROI", leaflet(chance.randrange(10_000)), uid=uid)


def by_file(book: Book, chance: random.Random, stick: Path) -> None:
    """Put what waits onto the stick, take what lies there for us."""
    for path in sorted(stick.glob(f"{book.folder.name}-*.bien-nhan")):
        parcels.accept(book, path)
        if chance.random() < 0.7:
            path.unlink()
    try:
        parcels.pack(book, stick / f"{book.folder.name}-{chance.randrange(10**9)}.sophuong")
    except InputError:
        return  # nothing waits


folder, stick, seed, times = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
chance, kinds, book = random.Random(seed), declarations.load(), Book.open(folder)
activities = Activities(book, kinds)
for _ in range(times):
    write(activities, book, chance)
    try:
        if chance.random() < 0.08:
            by_file(book, chance, stick)
        said = "sync " + ("whole" if Sender(book, kinds=kinds).send().complete else "part")
    except SyncError:
        said = "sync cut"
    except AppError as fault:
        said = f"fault {fault.sentence}"
    print(said, flush=True)

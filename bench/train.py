"""`python -m bench.train [FILE]`: make a dictionary for `sync.dictionary` and tell its SHA-256.

It learns from batches of the training bank in the very form in which they travel, so it knows the declared names and codes of
every kind and how officials write, and nothing of any office's book. The same declarations, bank and zstd give the
same bytes. What shipped once is never made again: a new dictionary has a new number, its file goes to resources/wire and
its SHA-256 into `sync.dictionary.SHIPPED`; the centre reads both from then on.

110 KB: 32 KB cost 3.6 % more on one activity and 0.5 % on 500, 64 KB 1 % more on one; 200 KB gain less than 1 %.
"""

import hashlib
import random
import sys
from pathlib import Path

from bench import words
from desktop.models import kinds as declarations
from sync import columns, dictionary, frame
from sync.dictionary import zstd

SIZE = 110 * 1024  # bytes
MIX = {1: 1500, 8: 500, 30: 200, 100: 60}  # rows of a batch: how many such batches
SEED = 20261123
_MAGIC = 0xEC30A437


def make(number: int) -> bytes:
    """Return the bytes of a dictionary that zstd frames will name by `number`."""
    learnt = zstd.train_dict(samples(), SIZE).dict_content
    assert int.from_bytes(learnt[:4], "little") == _MAGIC
    return bytes(learnt[:4] + number.to_bytes(4, "little") + learnt[8:])


def samples() -> list[bytes]:
    """Return the batches to learn from, small ones and large ones."""
    types, dice, found = columns.field_types(declarations.load()), random.Random(SEED), []
    for size, count in MIX.items():
        revisions = words.revisions(SEED + size, size * count, bank="train")
        dice.shuffle(revisions)
        for start in range(0, len(revisions), size):
            rows = sorted(revisions[start : start + size], key=lambda revision: revision.at)
            found.append(frame.pack(columns.lay_out(rows, types)))
    return found


def main(arguments: list[str]) -> int:
    """Make the next dictionary."""
    number = max(dictionary.SHIPPED, default=dictionary.FIRST - 1) + 1
    target = Path(arguments[0]) if arguments else dictionary.FOLDER / f"dictionary-{number}.zdict"
    content = make(number)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    print(f"{target}: {len(content)} bytes\n    {number}: \"{hashlib.sha256(content).hexdigest()}\",")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

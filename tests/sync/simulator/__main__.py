"""Run the simulator: python -m tests.sync.simulator --syncs 100000 --seed 1 --processes 2, or one --world again."""

import argparse
import sys
import time

from tests.sync.simulator.running import EPOCHS, again, many


def main() -> int:
    """Run; print one line of counts, or the seed and step of the first broken promise."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--syncs", type=int, default=2_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--world", type=int)
    asked.add_argument("--processes", type=int, default=1)
    asked.add_argument("--epochs", type=int, default=EPOCHS)
    given = asked.parse_args()
    begun = time.monotonic()
    try:
        if given.world is not None:
            counts = again(given.seed, given.world, given.epochs)
        else:
            counts = many(given.seed, given.syncs, given.processes, given.epochs)
    except AssertionError as broken:
        print(f"BROKEN: {broken}", file=sys.stderr)
        return 1
    seconds = time.monotonic() - begun
    print(f"seed {given.seed}: {counts.line()}; {seconds:.0f} s, {1000 * seconds / counts.happened['syncs']:.1f} ms a sync")
    return 0


if __name__ == "__main__":
    sys.exit(main())

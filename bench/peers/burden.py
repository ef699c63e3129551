"""What a sender weighs with a hundred thousand revisions waiting, and how soon it is back when the line is."""

import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.figures import beside
from bench.link import FAST
from bench.peers import trial
from bench.peers.trial import Link, Run

BACKLOG, DEAD = 100_000, 60.0
RETRY = 20.0  # seconds between two tries where no window's schedule decides


def memory(folder: Path) -> dict[str, float]:
    """Return the resident memory of a program with an open book, and its peak while the backlog goes, in MB."""
    trial.make_ground(folder, seed=7, count=500, times=BACKLOG // 500)
    with Link(FAST) as link:
        trial.start_centre(link, folder, pace=1000)
        done = link.run("left", [sys.executable, "-m", "bench.peers.ours", "idle", str(folder / trial.BOOK)],
                        stdout=subprocess.PIPE)  # fmt: skip
    return {str(one["event"]): float(one["mb"]) for one in trial.lines(done.stdout)}


def reconnect(ground: Path, folder: Path, seed: int) -> float:
    """Return the seconds from a line that is back after a minute to the first byte of an answer."""
    found: list[float] = []
    state: dict[str, Any] = {}

    def look(run: Run) -> None:
        now, counts = time.monotonic(), run.link.counts()
        if not state and counts.up >= 15_000:
            run.link.die(DEAD)
            state.update(until=now + DEAD, down=counts.down)
        elif state and now < state["until"]:
            state["down"] = counts.down
        elif state and not found and counts.down > state["down"]:
            found.append(now - state["until"])

    trial.ours(ground, folder, seed=seed, pause=RETRY, trouble=look)
    return found[0] if found else float("inf")


def rows(weighed: dict[str, float], back: list[float]) -> list[dict[str, Any]]:
    """Return both as rows."""
    over = round(weighed["sent"] - weighed["idle"], 1)
    slowest = round(max(back), 1)
    return [
        beside(f"Bộ nhớ khi gửi {BACKLOG} lần lưu, hơn lúc mở sổ", over, "MB", peer="sổ mở, chưa gửi",
               peer_value=round(weighed["idle"], 1), most=40, **weighed),
        beside("Đường truyền có lại, tới byte đầu tiên (chậm nhất)", slowest, "s", peer="nhịp thử lại",
               peer_value=RETRY, most=30, runs=[round(one, 1) for one in back], mean=round(statistics.mean(back), 1)),
    ]  # fmt: skip


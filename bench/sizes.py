"""Bytes an activity takes on its way, beside the best that whole-file compression makes of the same values.

Ours is the sealed batch, envelope and signature included. The peers get the values alone, as JSON rows, as JSON columns
and in our own typed columns, and may take as long and as much memory as they like; the best of them counts.
PPMd and Brotli are not installed with the program: `pip install pyppmd brotli` beside it to have them in the run.
"""

import gzip
import importlib
import json
import lzma
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from bench import words
from bench.figures import beside, milliseconds
from desktop.models import kinds as declarations
from sync import columns, dictionary, frame, wire
from sync.dictionary import zstd
from sync.wire import WireRevision

BATCHES = {1: 60, 20: 10, 50: 6, 500: 3}  # activities of a batch: how many such batches
RATIO = 1.15  # of the best, at 500
SEED = 4711
TYPES = columns.field_types(declarations.load())


def measure() -> list[dict[str, Any]]:
    """Return the rows: sizes by batch, then what 500 cost in time."""
    peers = compressors()
    missing = [name for name in ("pyppmd", "brotli") if _module(name) is None]
    found = []
    for size, count in BATCHES.items():
        batches = [words.revisions(SEED + size + number, size) for number in range(count)]
        ours = _each(batches, lambda batch: len(sealed(batch)))
        best, name = min((_each(batches, lambda batch, way=way: way(batch)), name) for name, way in peers.items())  # type: ignore[misc]
        zipped = _each(batches, lambda batch: len(gzip.compress(words.rows(batch), 6)))
        found.append(beside(f"Lô {size} hoạt động, cả phong bì và chữ ký", round(ours, 1), "byte mỗi hoạt động",
                            peer=f"nén cả tệp tốt nhất: {name}", peer_value=round(best, 1),
                            ratio_at_most=RATIO if size == max(BATCHES) else None, batches=count, missing=missing))  # fmt: skip
        found.append(beside(f"Lô {size} hoạt động, so với JSON gzip", round(ours, 1), "byte mỗi hoạt động",
                            peer="dòng JSON, gzip -6", peer_value=round(zipped, 1)))  # fmt: skip
    return found + times()


def times() -> list[dict[str, Any]]:
    """Return what a batch of the largest size costs the sender and the reader, beside plain JSON."""
    batch = words.revisions(SEED, max(BATCHES))
    text = words.rows(batch)
    payload = dictionary.compress(frame.pack(columns.encode(batch, TYPES)))
    write = _best(lambda: dictionary.compress(frame.pack(columns.encode(batch, TYPES))))
    read = _best(lambda: columns.decode(frame.inflate(payload, limit=wire.MAX_INFLATED), len(batch)))
    zipped = zstd.compress(text, dictionary.LEVEL)
    plain_write = _best(lambda: zstd.compress(words.rows(batch), dictionary.LEVEL))
    plain_read = _best(lambda: [json.loads(line) for line in zstd.decompress(zipped).splitlines()])
    return [beside(f"Viết lô {len(batch)}", write, "ms", peer="dòng JSON, zstd 19", peer_value=plain_write),
            beside(f"Đọc lô {len(batch)}", read, "ms", peer="dòng JSON, zstd 19", peer_value=plain_read)]  # fmt: skip


def sealed(batch: Sequence[WireRevision]) -> bytes:
    """Return a batch as it travels; only the signature is not one."""
    tag = bytes(range(8))
    question = wire.Batch(bytes(range(16)), tag, 1_790_000_000, wire.Cursor(12_345, tag, 17, tag), 32_768,
                          revisions=tuple(batch))  # fmt: skip
    header, payload = wire.write_batch(question, TYPES)
    return frame.put_together(wire.BATCH_MARK, header, bytes(64), payload)


def compressors() -> dict[str, Callable[[Sequence[WireRevision]], int]]:
    """Return every way a whole file could be made small: form and compressor by name, giving bytes."""
    squeezers: dict[str, Callable[[bytes], bytes]] = {
        "xz -9e": lambda raw: lzma.compress(raw, preset=9 | lzma.PRESET_EXTREME),
        "zstd --ultra -22": lambda raw: bytes(zstd.compress(raw, 22)),
    }
    if brotli := _module("brotli"):
        squeezers["brotli 11"] = lambda raw: brotli.compress(raw, quality=11, lgwin=24)
    if pyppmd := _module("pyppmd"):
        for order in (6, 10, 16):
            squeezers[f"PPMd o{order}"] = lambda raw, order=order: pyppmd.compress(raw, max_order=order, mem_size=1 << 26)  # type: ignore[misc]
    forms: dict[str, Callable[[Sequence[WireRevision]], bytes]] = {
        "dòng JSON": words.rows, "cột JSON": json_columns,
        "cột của ta": lambda batch: frame.pack(columns.encode(batch, TYPES)),
    }  # fmt: skip
    return {f"{form}, {name}": lambda batch, lay=lay, squeeze=squeeze: len(squeeze(lay(batch)))  # type: ignore[misc]
            for form, lay in forms.items() for name, squeeze in squeezers.items()}  # fmt: skip


def json_columns(batch: Sequence[WireRevision]) -> bytes:
    """Return the rows turned: for each name of each kind its values, for the heads theirs."""
    table: dict[str, list[Any]] = {}
    for line in words.rows(batch).splitlines():
        row = json.loads(line)
        values = row.pop("values")
        for name, value in row.items():
            table.setdefault(name, []).append(value)
        for name, value in values.items():
            table.setdefault(f"{row['kind']}.{name}", []).append(value)
        table.setdefault("has", []).append(list(values))
    shapes = list(dict.fromkeys(json.dumps(names) for names in table.get("has", [])))
    table["has"] = [shapes.index(json.dumps(names)) for names in table.get("has", [])]
    table["shapes"] = list(map(json.loads, shapes))
    return json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode()


def _each(batches: Sequence[Sequence[WireRevision]], weigh: Callable[[Sequence[WireRevision]], int]) -> float:
    return sum(map(weigh, batches)) / sum(map(len, batches))


def _best(work: Callable[[], Any]) -> float:
    """Return the shortest of five runs, in milliseconds."""
    taken = []
    for _ in range(5):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return milliseconds(min(taken))


def _module(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


if __name__ == "__main__":
    for one in measure():
        print(json.dumps(one, ensure_ascii=False), file=sys.stdout)

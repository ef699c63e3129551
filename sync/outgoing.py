"""What leaves this PC of a saved revision."""

from typing import Any
from uuid import UUID

from desktop.models.journal import Revision
from desktop.models.kinds import Kinds
from sync.wire import WireRevision

_OLD = "00000000"  # rows of a book of version 2 knew no incarnation


def outgoing(revision: Revision, kinds: Kinds) -> WireRevision:
    """Return what may leave this PC: never who saved it, never what is declared `local` (names, phones)."""
    return WireRevision(
        uid=UUID(revision.uid).bytes, revision=revision.revision, parents=tuple(revision.parents),
        kind=revision.kind, kind_version=revision.version, at=revision.at, pc=bytes.fromhex(revision.device),
        incarnation=bytes.fromhex(revision.incarnation or _OLD), binned=revision.binned, values=_leaving(revision, kinds),
    )  # fmt: skip


def _leaving(revision: Revision, kinds: Kinds) -> dict[str, Any]:
    if revision.kind in kinds:
        return kinds.outgoing(revision.kind, revision.values)
    # A kind these declarations do not know: whatever any of them keeps here stays here.
    kept = {field.name for kind in kinds.values() for field in kind.fields if field.local}
    return {name: value for name, value in revision.values.items() if name not in kept}

"""Every state has one sentence that says what happened and what to do, and stands in the docs."""

import pytest

from desktop.models.errors import SyncError
from sync import states
from tests.sync.wards import ROOT


@pytest.mark.parametrize("name", states.SENTENCES)
def test_a_state_is_one_sentence_with_a_way_out(name: str) -> None:
    sentence = states.SENTENCES[name]
    assert sentence.endswith(".") and sentence.count(".") == 1
    assert "hãy" in sentence
    assert isinstance(states.fault(name), SyncError)


def test_the_docs_hold_every_sentence() -> None:
    text = (ROOT / "docs" / "sync-protocol.md").read_text(encoding="utf-8")
    assert [sentence for sentence in states.SENTENCES.values() if sentence not in text] == []

"""The data dictionary says what the declarations say."""

from pathlib import Path

from desktop.dictionary import FORMS, markdown
from desktop.models import kinds, lists
from desktop.models.fields import TYPES

DICTIONARY = Path(__file__).parents[1] / "docs" / "data-dictionary.md"


def test_the_dictionary_is_what_the_declarations_say_today():
    written = DICTIONARY.read_text(encoding="utf-8")
    assert written == markdown(kinds.load(), dict(lists.load())), "hãy chạy: python3 dev.py dictionary"


def test_every_kind_and_every_particular_stands_in_it():
    text = markdown(kinds.load(), dict(lists.load()))
    for kind in kinds.load().values():
        assert f"## {kind.code}\n" in text
        section = text.split(f"## {kind.code}\n")[1].split("\n## ")[0]
        for field in kind.particulars:
            assert f"`{field.name}`" in section
        for rule in kind.rules:
            assert rule.sentence in section


def test_every_type_of_field_has_words():
    assert set(FORMS) == set(TYPES)

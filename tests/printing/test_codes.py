"""QR codes made fast are, module by module, those segno makes slowly."""

import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.printing.codes import modules


@settings(max_examples=60)
@given(st.one_of(st.from_regex(r"https://[a-z]{2,12}\.vn/[a-zA-Z0-9/._-]{0,60}", fullmatch=True), st.text(min_size=1, max_size=80),
                 st.integers(0, 10**40).map(str), st.text("ABC1 $", min_size=1, max_size=90)))
def test_the_same_modules_as_the_slow_way(text):
    slow = segno.make(text, error="m", boost_error=False, micro=False)
    assert modules(text) == tuple("".join(map(str, row)) for row in slow.matrix)


def test_in_every_size_up_to_a_large_one():
    for length in range(1, 400, 23):
        slow = segno.make("x" * length, error="m", boost_error=False, micro=False)
        assert modules("x" * length) == tuple("".join(map(str, row)) for row in slow.matrix)

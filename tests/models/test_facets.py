"""The counts beside the filters say what choosing them gives."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.models import areas
from desktop.models.activities import Activities
from desktop.models.belonging import Rule
from desktop.models.describe import example
from desktop.models.facets import INDEX, Facets
from desktop.models.query import Query

PLACES = ("Tổ 1, Tổ 2", "TDP 2", "thôn Phú Sơn", "", "Tổ 1; tổ dân phố số 2")


@pytest.fixture(scope="module")
def full(tmp_path_factory, kinds):
    from desktop.models.book import Book

    with Book.create(tmp_path_factory.mktemp("facets") / "so", unit="20242", person="Lan") as book:
        store = Activities(book, kinds)
        for at in range(60):
            code = ("TAPHUAN", "HOINGHI", "DANHMUCTO", "PHATTHANH")[at % 4]
            values = {name: value for name, value in example(kinds[code]).items() if name != "kind"}
            if "campaign" in kinds[code].names:
                values["campaign"] = ("thuongxuyen", "ngay1010")[at % 3 == 0]
            if "areas" in kinds[code].names:
                values["areas"] = PLACES[at % 5]
            if "starts_on" in kinds[code].names:
                values["starts_on"] = f"2026-{1 + at % 12:02d}-05"
                values.pop("ends_on", None)
            values["title"] = f"Việc {at} chuyển đổi số" if at % 2 else f"Việc {at}"
            saved = store.save(code, values)
            if at % 11 == 0:
                store.bin(saved.uid)
        with book.tx() as db:
            db.execute("UPDATE activities SET verdict = 'sent' WHERE id % 3 = 0")
            db.execute("UPDATE activities SET review = 'returned' WHERE id % 7 = 0")
            db.execute("UPDATE activities SET updated_by = 'Bình' WHERE id % 5 = 0")
        yield book, store


QUERIES = st.builds(
    Query, text=st.sampled_from(("", "viec", "cds")), kinds=st.sampled_from(((), ("TAPHUAN",), ("HOINGHI", "DANHMUCTO"))),
    since=st.sampled_from((None, "2026-03-01")), until=st.sampled_from((None, "2026-09-30")),
    campaign=st.sampled_from(("", "ngay1010")), state=st.sampled_from(("", "waiting", "sent", "returned")),
    area=st.sampled_from(("", "to 2", "thon phu son")), by=st.sampled_from(("", "Lan")),
    photos=st.sampled_from(("", "without")),
    target=st.sampled_from((None, Rule("p/1", ("TAPHUAN", "PHATTHANH")), Rule("p/2", ("HOINGHI",), ("ngay1010",)))),
)  # fmt: skip


@settings(max_examples=40)
@given(query=QUERIES)
def test_every_count_is_what_choosing_the_option_gives(full, query):
    book, store = full
    counts = Facets(book).counts(query)
    for kind, count in counts.kinds.items():
        assert store.count(replace(query, kinds=(kind,))) == count
    for campaign, count in counts.campaigns.items():
        if campaign:
            assert store.count(replace(query, campaign=campaign)) == count
    for state, count in counts.states.items():
        if state != "draft":  # counted where drafts are kept
            assert store.count(replace(query, state=state)) == count
    for who, count in counts.by.items():
        assert store.count(replace(query, by=who)) == count
    for photos, count in counts.photos.items():
        assert store.count(replace(query, photos=photos)) == count
    for key, _, count in counts.areas:
        assert store.count(replace(query, area=key)) == count


def test_windows_are_counted_and_a_save_is_counted_at_once(full, kinds):
    book, store = full
    facets = Facets(book)
    assert facets.spans(Query(), [("", None, None), ("h1", "2026-01-01", "2026-06-30")])["h1"] == store.count(
        Query(since="2026-01-01", until="2026-06-30"))  # fmt: skip
    before = facets.counts(Query()).kinds["HOINGHI"]
    values = {name: value for name, value in example(kinds["HOINGHI"]).items() if name != "kind"}
    saved = store.save("HOINGHI", values)
    assert facets.counts(Query()).kinds["HOINGHI"] == before + 1
    store.bin(saved.uid)


def test_nobody_waits_for_counts_that_are_stale(full):
    book, _ = full
    import desktop.models.facets as module

    assert Facets(book).counts(Query(), stopped=lambda: False) is not None
    book_facets = Facets(book)
    steps, module._STEPS = module._STEPS, 1
    try:
        assert book_facets.counts(Query(), stopped=lambda: True) is None
    finally:
        module._STEPS = steps
    assert book_facets.counts(Query()) is not None


def test_the_index_is_used_where_the_book_has_it(full):
    book, _ = full
    facets = Facets(book)
    with book.tx() as db:
        db.execute(f"CREATE INDEX IF NOT EXISTS {INDEX} ON activities (family, kind, campaign, verdict, review, "
                   "conflict IS NOT NULL, updated_by, photos IS NOT NULL, areas) WHERE binned = 0 AND revision > 0")  # fmt: skip
    sql, parameters = facets._sql(Query(text="viec", since="2026-02-01"))
    assert INDEX in str(book.query(f"EXPLAIN QUERY PLAN {sql}", parameters))
    plain = book.query("EXPLAIN QUERY PLAN SELECT id FROM activities WHERE binned = ? AND family = ? ORDER BY id DESC", (0, "activity"))
    assert INDEX not in str(plain)


@pytest.mark.parametrize(("written", "key"), [("Tổ dân phố số 05", "to 5"), ("TDP 5", "to 5"), ("tổ 5", "to 5"),
                                              ("Thôn Phú Sơn", "thon phu son"), ("khối phố An Hà", "khoi pho an ha")])  # fmt: skip
def test_ways_to_write_a_tdp(written, key):
    assert areas.key(written) == key


def test_what_waits_for_the_leader_and_drafts_are_counted_too(full):
    from desktop.models.approval import Approvals
    from desktop.models.drafts import Drafts

    book, store = full
    Drafts(book).keep("d1", "HOINGHI", {"title": "Dở"})
    assert Facets(book).counts(Query()).states["draft"] == 1
    assert "pending" not in Facets(book).counts(Query()).states
    approvals = Approvals(book)
    approvals.need(needed=True)
    one = store.get(store.rows(store.first(Query(kinds=("HOINGHI",)), 1))[0].uid)
    store.save("HOINGHI", {**one.values, "title": "Chờ"}, uid=one.uid)
    assert Facets(book).counts(Query()).states["pending"] == store.count(Query(state="pending")) == 1
    approvals.need(needed=False)

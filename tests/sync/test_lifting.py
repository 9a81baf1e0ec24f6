"""Taking the rows out of a batch: each as it came, whatever stands in it, at a cost that grows with its length only."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.decode import check_depth, decode, glance, lift
from server.errors import Invalid, TooLarge

values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6) | st.just("cmds"), inner, max_size=4)
    ),
    max_leaves=12,
)
layouts = st.sampled_from([(",", ":"), (", ", ": "), ("\n,\t", " : ")])


@given(rows=st.lists(values, max_size=6), before=values, after=values, layout=layouts, ascii_only=st.booleans())
def test_every_row_comes_out_as_it_is_and_the_rest_stays(rows, before, after, layout, ascii_only):
    batch = {"before": before, "cmds": rows, "after": after}
    raw = json.dumps(batch, separators=layout, ensure_ascii=ascii_only).encode(errors="replace")
    said = json.loads(raw)

    outline, found = lift(raw, "cmds", most=6)

    assert [json.loads(row) for row in found] == said["cmds"]
    assert json.loads(outline) == said | {"cmds": [0] * len(rows)}
    assert all(row in raw for row in found)


@given(rows=st.lists(values, max_size=6), twice=st.booleans())
def test_a_batch_as_our_phones_write_it_is_read_as_any_other(rows, twice):
    texts = [json.dumps(row, separators=(",", ":")).encode() for row in rows]
    ours = b'{"cmds":[' + b",".join(texts) + b"]" + (b',"cmds":[0]' if twice else b"") + b"}"

    of_ours, of_others = lift(ours, "cmds", most=7), lift(b" " + ours, "cmds", most=7)

    assert of_ours[1] == of_others[1] == texts + [b"0"] * twice
    assert of_ours[0] == of_others[0].strip()


@given(raw=st.binary(max_size=60) | st.text(alphabet='{}[],:"\\cmds 0', max_size=60).map(str.encode))
def test_whatever_it_is_nothing_but_a_refusal_comes_of_it(raw):
    outline, found = lift(raw, "cmds", most=60)
    assert isinstance(glance(raw), dict)
    if not found:
        assert outline == raw
    for each in (outline, *found):
        try:
            decode(each, dict[str, Any])
        except Invalid:
            continue


@given(header=st.dictionaries(st.sampled_from(("id", "person", "type")), st.text(max_size=9)), inner=values)
def test_what_can_be_seen_of_a_row_is_what_it_says(header, inner):
    raw = json.dumps({**header, "deep": [[inner]], "many": 5}).encode()

    assert glance(raw) == header | {"deep": 0, "many": 5}


def test_more_rows_than_a_batch_holds_are_refused_before_they_are_taken_out():
    assert len(lift(b'{"cmds":[1,2,3]}', "cmds", most=3)[1]) == 3
    with pytest.raises(TooLarge):
        lift(b'{"cmds":[1,2,3,4' + b",5" * 500_000, "cmds", most=3)


@pytest.mark.parametrize(
    "raw",
    [b'"' + b'\\"' * 500_000, b'{"a":"' + b"\\" * 999_999, b'"' * 999_999, b'{"cmds":["' + b'\\"' * 500_000],
    ids=["quotes escaped", "backslashes", "quotes", "quotes escaped in a row"],
)
def test_a_mebibyte_of_malice_is_read_once(raw):
    """Read again at its every quote it would take an hour; this test would never end."""
    check_depth(raw)
    lift(raw, "cmds", most=10**6)
    glance(raw)

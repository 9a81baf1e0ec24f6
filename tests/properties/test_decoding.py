"""However a text is looked at, a key that stands twice and a number no browser can hold are refused."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.decode import LARGEST, decode
from server.errors import Invalid

KEYS = st.sampled_from(["a", "b", "é", 'with ":" in it', "back\\slash"])
PLAIN = st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | st.text(max_size=20) | st.just('":{[')
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3))
SPACES = st.sampled_from([(",", ":"), (", ", " : ")])


@given(value=VALUES, spaces=SPACES, is_ascii=st.booleans())
def test_what_is_right_comes_through_as_it_was(value, spaces, is_ascii):
    raw = json.dumps(value, separators=spaces, ensure_ascii=is_ascii).encode(errors="surrogatepass")
    clean = json.loads(json.dumps(value).replace("\\u0000", "\\ufffd"))

    assert json.loads(bytes(decode(raw, msgspec.Raw)).replace(b"\\u0000", b"\\ufffd")) == clean


@given(value=VALUES, key=KEYS, spaces=SPACES, is_escaped=st.booleans())
def test_a_key_that_stands_twice_is_refused_however_deep_it_lies(value, key, spaces, is_escaped):
    comma, colon = spaces
    again = f'"\\u{ord(key[0]):04x}{json.dumps(key[1:])[1:]}' if is_escaped else json.dumps(key)
    twice = f"{{{json.dumps(key)}{colon}1{comma}{again}{colon}{json.dumps(value)}}}"

    for raw in (twice, f"[{twice}]", f'{{"c"{colon}[0{comma}{twice}]}}'):
        with pytest.raises(Invalid):
            decode(raw.encode(), msgspec.Raw)


@pytest.mark.parametrize("digits", ["9007199254740992", "-9007199254740992", "1" * 40])
def test_a_number_beyond_what_a_browser_holds_is_refused(digits):
    with pytest.raises(Invalid):
        decode(f'{{"a":[{digits}]}}'.encode(), msgspec.Raw)

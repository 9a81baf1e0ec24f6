"""What the phone derives from a PIN is Argon2id: a library makes what stands in `pin.json`, and so does the app."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

CASES = json.loads(Path(__file__).with_name("pin.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['memory']} KiB, {case['passes']} passes")
def test_the_vectors_of_the_pin_are_argon2id(case):
    made = Argon2id(
        salt=case["salt"].encode(), length=32, iterations=case["passes"], lanes=1, memory_cost=case["memory"]
    )

    assert made.derive(case["secret"].encode()).hex() == case["digest"]

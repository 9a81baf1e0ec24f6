"""Every import contract of pyproject.toml breaks when somebody breaks it.

The tree is copied, forbidden imports are planted in the copy, and the contract must name each one.
"""

import re
import shutil
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRACTS = {
    contract["id"]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
}
SLICES = CONTRACTS["slices"]["modules"]
DRIVERS = CONTRACTS["drivers"]["forbidden_modules"]


def file_of(module):
    path = ROOT.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def exists(module):
    return file_of(module).is_file()


def upward(contract, container):
    """From each module of a floor up to each module of the next floor that this container has."""
    levels = [
        [f"{container}.{name}" for name in re.findall(r"\w+", layer) if exists(f"{container}.{name}")]
        for layer in CONTRACTS[contract]["layers"]
    ]
    floors = pairwise(level for level in levels if level)
    return [(low, high) for upper, lower in floors for low in lower for high in upper]


def pure():
    rules = [f"{a_slice}.rules" for a_slice in SLICES if exists(f"{a_slice}.rules")]
    forbidden = CONTRACTS["pure"]["forbidden_modules"]
    everything = [(rules[0], module) for module in forbidden]
    return everything + [(source, "asyncio") for source in (*rules[1:], "server.access", "server.errors", "schemas")]


def drivers():
    return [("server.journal", driver) for driver in DRIVERS] + [
        (f"{a_slice}.store", "sqlite3") for a_slice in SLICES if exists(f"{a_slice}.store")
    ]


PLANTED = {
    "floors": upward("floors", "server"),
    "schemas": [("schemas.base", "server.errors")],
    "slices": [(low, high) for low in SLICES for high in SLICES if low != high],
    "inner": [pair for a_slice in SLICES for pair in upward("inner", a_slice)],
    "pure": pure(),
    "drivers": drivers(),
    "interruption": [
        (module, "server.interruption")
        for module in ("server.sync", "server.jobs", "server.journal", "server.referrals", "server.reports")
    ],
}


@pytest.fixture
def tree(tmp_path):
    for name in ("server", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(tree, *contracts):
    start = "import sys; sys.argv[0] = 'lint-imports'; from importlinter.cli import lint_imports_command as c; c()"
    limits = [part for contract in contracts for part in ("--contract", contract)]
    command = [sys.executable, "-c", start, "--no-cache", "--no-logo", *limits]
    return subprocess.run(command, check=False, cwd=tree, capture_output=True, text=True)


def test_the_tree_as_it_stands_keeps_every_contract(tree):
    run = lint(tree)

    assert run.returncode == 0, run.stdout
    assert f"{len(CONTRACTS)} kept, 0 broken" in run.stdout


def test_every_contract_has_a_proof():
    assert PLANTED.keys() == CONTRACTS.keys()


@pytest.mark.parametrize("contract", PLANTED)
def test_a_forbidden_import_is_named(tree, contract):
    for source, target in PLANTED[contract]:
        with (tree / file_of(source).relative_to(ROOT)).open("a") as file:
            file.write(f"\nimport {target}\n")

    run = lint(tree, contract)

    assert run.returncode == 1, run.stdout
    assert "0 kept, 1 broken" in run.stdout
    for source, target in PLANTED[contract]:
        assert f"{source} -> {target} " in run.stdout

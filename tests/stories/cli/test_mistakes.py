"""A mistake at the command line is one clear line, and an exit code."""

import os
import socket

import click
import pytest

from server.cli.main import cli
from server.storage.lock import lock_folder

# ------------------------------------------------------------------ one clear line


WRONG = {
    "no such command": (["nonsense"], 2, "nonsense"),
    "no such option": (["serve", "--nonsense"], 2, "--nonsense"),
    "a missing word": (["org", "add"], 2, "NAME"),
    "a missing option": (["org", "add", "City"], 2, "--kind"),
    "a wrong choice": (["org", "add", "City", "--kind", "police"], 2, "police"),
    "a role that does not exist": (["person", "add", "A", "--role", "police"], 2, "police"),
    "a port that does not exist": (["serve", "--port", "70000"], 2, "70000"),
    "a certificate that is not there": (["serve", "--tls-cert", "nowhere.pem"], 2, "nowhere.pem"),
    "a folder that is not there": (["directory", "import", "nowhere"], 2, "nowhere"),
    "a file that is none of ours": (["export", "secrets"], 2, "secrets"),
    "a day that does not exist": (["export", "calls", "--from", "2026-02-30"], 2, "2026-02-30"),
    "a number nobody can dial": (["org", "add", "C", "--kind", "city", "--desk-phone", "x"], 1, "telephone"),
    "no organization yet": (["person", "list"], 1, "org add"),
    "no such organization": (["person", "list", "--org", "Nowhere"], 1, "field727 org add"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_is_one_clear_line_and_a_code(field727, name):
    words, expected, told = WRONG[name]

    code, out, err = field727(*words)

    assert (code, out) == (expected, "")
    assert err.count("\n") == 1
    assert err.startswith("field727: ")
    assert told in err


def test_a_wrong_port_is_told_in_plain_words(field727, monkeypatch):
    monkeypatch.setenv("FIELD727_PORT", "abc")
    assert field727("org", "list")[2] == "field727: FIELD727_PORT: Expected a whole number\n"

    monkeypatch.setenv("FIELD727_PORT", "99999")
    assert field727("org", "list")[2] == "field727: FIELD727_PORT: Expected a number <= 65535\n"


WRONG_SETTINGS = {
    "FIELD727_NONSENSE": "1",
    "FIELD727_PORT": "nonsense",
    "FIELD727_DATABASE": "mysql://x",
    "FIELD727_PUBLIC_URL": "nonsense",
    "FIELD727_TLS_CERT": "cert.pem",
    "FIELD727_ALLOW_OLD_SQLITE": "perhaps",
}


@pytest.mark.parametrize("name", WRONG_SETTINGS)
def test_a_wrong_setting_is_one_clear_line_that_names_it(field727, monkeypatch, name):
    monkeypatch.setenv(name, WRONG_SETTINGS[name])

    code, out, err = field727("org", "list")

    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert name in err


def test_a_second_server_says_who_is_there(field727, settings):
    with lock_folder(settings / "data"):
        code, out, err = field727("serve")

    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert str(os.getpid()) in err


def test_a_taken_port_is_one_clear_line(field727):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        code, out, err = field727("serve", "--port", port)

    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert port in err


def test_a_certificate_that_is_none_is_one_clear_line(field727, settings):
    (settings / "a.pem").write_text("nonsense")

    code, _, err = field727("serve", "--tls-cert", str(settings / "a.pem"), "--tls-key", str(settings / "a.pem"))

    assert code == 1
    assert err.count("\n") == 1
    assert "certificate" in err


def test_a_folder_that_cannot_be_written_is_one_clear_line(field727, monkeypatch, settings):
    (settings / "a-file").write_text("")
    monkeypatch.setenv("FIELD727_DATA", str(settings / "a-file" / "data"))

    code, _, err = field727("org", "list")

    assert code == 1
    assert err.count("\n") == 1


def commands(group=cli, path=()):
    """Every command there is, by its words."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        yield (*path, name)


@pytest.mark.parametrize("words", [" ".join(words) for words in commands()])
def test_every_command_explains_itself(done, words):
    said = "\n".join(done(*words.split(), "--help"))

    assert f"field727 {words}" in said
    assert "." in said

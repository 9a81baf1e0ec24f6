"""The ground floor: refusals, time, ids and settings."""

import uuid
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server import errors
from server.clock import Clock, SettableClock, SystemClock
from server.errors import BadSetting, Conflict, Refusal, StorageFull, UnknownSetting, every_refusal, held_as, refusal
from server.ids import CODE_ALPHABET, Ids, SeededIds, SystemIds, derived
from server.settings import PREFIX, Settings, read_settings

KINDS = every_refusal()


def test_every_refusal_has_a_code_of_its_own() -> None:
    codes = [kind.code for kind in KINDS]

    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("kind", KINDS[1:])
def test_every_refusal_stands_in_the_drawing_as_it_is(kind: type[Refusal]) -> None:
    lines = [line.split() for line in (errors.__doc__ or "").splitlines() if kind.__name__ in line.split()]

    assert any(
        [kind.code, kind.advice, str(kind.status)] == line[line.index(kind.__name__) + 1 :][:3] for line in lines
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_refusal_is_rebuilt_from_its_code(kind: type[Refusal]) -> None:
    again = refusal(kind.code, "one sentence")

    assert type(again) is kind
    assert str(again) == "one sentence"


@pytest.mark.parametrize("kind", KINDS)
def test_what_may_be_tried_again_stays_with_the_phone(kind: type[Refusal]) -> None:
    """Except a missing earlier fact: that one waits on the server."""
    if kind.advice == "retry" and kind is not errors.Dependency:
        assert held_as(kind()) is None


def test_a_bug_is_kept_in_custody_and_a_conflict_by_its_name() -> None:
    assert held_as(KeyError("x")) == "handler_error"
    assert held_as(Conflict()) == "conflict"
    assert held_as(StorageFull()) is None


@pytest.mark.parametrize("clock", [SystemClock(), SettableClock(1_767_225_600_000)])
def test_a_clock_gives_whole_milliseconds_and_never_runs_back(clock: Clock) -> None:
    assert isinstance(clock.now(), int)
    assert clock.now() >= 1_767_225_600_000
    assert clock.mono() <= clock.mono()


def test_a_settable_clock_moves_only_when_told() -> None:
    clock = SettableClock(1_000)

    clock.forward(1.5)

    assert (clock.now(), clock.mono()) == (2_500, 1.5)
    clock.set(0)
    assert (clock.now(), clock.mono()) == (0, 1.5)


@pytest.mark.parametrize("ids", [SystemIds(), SeededIds(1)])
def test_ids_are_rising_version_7(ids: Ids) -> None:
    made = [ids.new() for _ in range(1_000)]

    assert len(set(made)) == 1_000
    assert made == sorted(made)
    assert {uuid.UUID(one).version for one in made} == {7}
    assert {uuid.UUID(one).variant for one in made} == {uuid.RFC_4122}


@pytest.mark.parametrize("ids", [SystemIds(), SeededIds(1)])
def test_a_code_can_be_read_aloud(ids: Ids) -> None:
    code = ids.code()

    assert len(code) == 8
    assert set(code) <= set(CODE_ALPHABET)
    assert not set("0O1I") & set(CODE_ALPHABET)
    assert len(ids.secret()) == 32
    assert len(ids.secret(12)) == 12


@given(seed=st.integers())
def test_the_same_seed_gives_the_same_everything(seed: int) -> None:
    one, other = SeededIds(seed), SeededIds(seed)

    assert [one.new(), one.secret(), one.code(), one.new()] == [other.new(), other.secret(), other.code(), other.new()]


@given(st.lists(st.tuples(st.text(), st.text()), unique=True, min_size=2))
def test_what_a_command_makes_has_the_same_id_every_time_and_no_other(made: list[tuple[str, str]]) -> None:
    ids = [derived(command, name) for command, name in made]

    assert ids == [derived(command, name) for command, name in made]
    assert len(set(ids)) == len(made)
    assert all(str(uuid.UUID(one)) == one for one in ids)


def test_without_variables_there_are_sensible_settings() -> None:
    settings = read_settings({"HOME": "/home/ada"})

    assert settings == Settings(key_file=Path(".data.keys/master.json"))
    assert (settings.host, settings.port) == ("127.0.0.1", 7270)


def test_every_setting_can_be_set(tmp_path: Path) -> None:
    token = tmp_path / "texts"
    token.touch(0o600)
    given = {
        "DATABASE": "postgresql://localhost/x",
        "DATABASE_OWNER": "postgresql://owner@localhost/x",
        "DATA": "/srv/field727",
        "KEY_FILE": "/etc/field727/keys",
        "BACKUP": "/mnt/a",
        "BACKUP_KEYS": "/mnt/b",
        "BACKUP_DAYS": "7",
        "HOST": "0.0.0.0",  # noqa: S104 - what somebody may well choose
        "PORT": "80",
        "PUBLIC_URL": "https://727.example/",
        "PUSH_SERVICES": "https://push.inside.example,http://[::1]:8090",
        "SMS": "https://texts.example/send",
        "SMS_TOKEN_FILE": str(token),
        "TLS_CERT": "/etc/cert",
        "TLS_KEY": "/etc/key",
        "ALLOW_OLD_SQLITE": "1",
    }

    settings = read_settings({PREFIX + name: value for name, value in given.items()})

    assert {name.lower() for name in given} == set(Settings.__struct_fields__)
    assert settings.public_url == "https://727.example"
    assert settings.port == 80
    assert settings.allow_old_sqlite
    assert settings.own_push_services == {"https://push.inside.example", "http://[::1]:8090"}
    assert settings.tls_key == Path("/etc/key")


def test_an_unknown_variable_is_named_together_with_the_known_ones() -> None:
    with pytest.raises(UnknownSetting) as refused:
        read_settings({"FIELD727_PROT": "80"})

    assert "FIELD727_PROT" in str(refused.value)
    assert "FIELD727_PORT" in str(refused.value)


@pytest.mark.parametrize("keys", ["/mnt/a", "/mnt/a/keys", "/mnt", "/mnt/b/../a", ".data/keys"])
def test_copies_of_keys_lie_apart_from_the_data_and_its_copies(keys: str) -> None:
    with pytest.raises(BadSetting) as refused:
        read_settings({PREFIX + "BACKUP": "/mnt/a", PREFIX + "BACKUP_KEYS": keys})

    assert PREFIX + "BACKUP_KEYS" in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "70000"),
        ("PORT", "-1"),
        ("ALLOW_OLD_SQLITE", "maybe"),
        ("DATABASE", "mysql://x"),
        ("DATA", ""),
        ("KEY_FILE", ".data/master.json"),
        ("KEY_FILE", "x/../.data/keys"),
        ("BACKUP", ".data/copies"),
        ("BACKUP_DAYS", "0"),
        ("PUBLIC_URL", "727.example"),
        ("TLS_CERT", "/etc/cert"),
        ("TLS_KEY", "/etc/key"),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused_by_its_name(name: str, value: str) -> None:
    with pytest.raises(BadSetting) as refused:
        read_settings({PREFIX + name: value})

    assert PREFIX + name in str(refused.value)
    assert "\n" not in str(refused.value)

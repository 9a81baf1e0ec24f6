"""The words of the command line. Each command reads its words, has something done, and shows the answer."""

import getpass
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TypeVar, get_args

import click
import msgspec

from schemas.codes.dispatch import Role
from schemas.exports import EXPORTS, FULL_EXPORTS
from server.backup import Wanted
from server.cli import logs
from server.cli import serve as serving
from server.cli.asking import have_done
from server.cli.demonstrating import demonstrate
from server.cli.exporting import dictionary_text, export_text
from server.cli.handing import hand_in
from server.cli.migrating import migrate_all
from server.cli.restoring import restore_here
from server.errors import CannotStart, Refusal
from server.settings import Settings, read_settings

FILES: Final = sorted(EXPORTS | FULL_EXPORTS)
FOREVER: Final = 2**53 - 1
CLOCK_OFF_MS: Final = 120_000

T = TypeVar("T")
Answer = dict[str, Any]

ORG = click.option("--org", metavar="TAG|NAME", help="Which organization; needed only when there are several.")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="field727", prog_name="field727")
def cli() -> None:
    """Field 727: dispatch, offline field work and outcomes for alternative response programmes.

    Settings come from FIELD727_* variables: DATA (folder), KEY_FILE, BACKUP (folder), BACKUP_KEYS, BACKUP_DAYS, PORT,
    HOST, PUBLIC_URL, TLS_CERT, TLS_KEY, DATABASE, DATABASE_OWNER, ALLOW_OLD_SQLITE.
    """


@cli.command()
@click.option("--example", is_flag=True, help="Make an example city and an example site if the data folder is empty.")
@click.option("--port", type=click.IntRange(0, 65_535), help="Where to listen; 0 takes any free port.")
@click.option("--tls-cert", type=FILE, help="Serve HTTPS with this certificate (PEM).")
@click.option("--tls-key", type=FILE, help="The private key of the certificate (PEM).")
def serve(*, example: bool, port: int | None, tls_cert: Path | None, tls_key: Path | None) -> None:
    """Run the server until Ctrl+C."""
    logs.to_terminal()
    serving.run(_settings(port=port, tls_cert=tls_cert, tls_key=tls_key), with_example=example, say=_say)


@cli.command()
@click.option(
    "--speed", type=click.IntRange(2, 1000), default=60, show_default=True, help="Its minutes in one of ours."
)
@click.option("--hours", type=click.IntRange(1, 24), default=24, show_default=True, help="How much of the day.")
@click.option("--begin", type=click.IntRange(0, 23), default=7, show_default=True, help="With which hour.")
@click.option("--seed", default="2382", show_default=True, help="Which day: the same seed gives the same calls.")
def demo(*, speed: int, hours: int, begin: int, seed: str) -> None:
    """Play a day of the example city: a desk and three teams that use the server as any phone does.

    Serves the example as `serve --example` does, unless a server runs on the data folder already, and prints the
    sign-in lines: watch the board as dispatcher, and leave the teams' phones to those who play. At the end what they
    know they did is held against the board, the ledger and the exports; where they differ, that is an error. Ctrl+C
    ends the day early. Nothing happens outside the example city.
    """
    logs.to_terminal()
    demonstrate(_settings(), speed=speed, day={"hours": hours, "begins": begin, "seed": seed}, say=_say)


@cli.command()
def migrate() -> None:
    """Bring every organization's database to the shape this release knows; refused while a server runs."""
    migrate_all(_settings(), _say)


@cli.group()
def org() -> None:
    """Organizations: a city's programme, or an interrupters' site. Each is a database of its own."""


@org.command("add")
@click.argument("name")
@click.option("--kind", type=click.Choice(["city", "site"]), required=True)
@click.option("--training", is_flag=True, help="A drill: a banner on every screen, never in figures.")
@click.option("--desk-phone", metavar="NUMBER", help="Whom the Help button of every phone calls.")
def org_add(name: str, kind: str, *, training: bool, desk_phone: str | None) -> None:
    """Found an organization; prints its tag and, this once, its recovery phrase."""
    made = _done(Answer, "org.add", name=name, kind=kind, training=training, desk_phone=desk_phone)
    _say(made["tag"])
    _show_phrase(made["phrase"])


@org.command("phrase")
@ORG
def org_phrase(org: str | None) -> None:
    """Make a new recovery phrase in place of the one before; it counts from the next backup on."""
    _show_phrase(_done(Answer, "org.phrase", org=org)["phrase"])


@org.command("list")
def org_list() -> None:
    """Show every organization: tag, kind, name."""
    for each in _done(list[Answer], "org.list"):
        _say(f"{each['tag']}  {each['kind']}  {each['name']}{'  (training)' if each['training'] else ''}")


@cli.group()
def person() -> None:
    """People who work in an organization."""


@person.command("add")
@click.argument("name")
@click.option("--role", "roles", type=click.Choice(get_args(Role)), multiple=True, required=True)
@click.option("--phone", metavar="NUMBER")
@click.option("--speaks", "languages", metavar="CODE", multiple=True, help="A language such as es; may be repeated.")
@ORG
def person_add(
    name: str, roles: tuple[str, ...], phone: str | None, languages: tuple[str, ...], org: str | None
) -> None:
    """Add somebody; prints their id, and a code that signs them in once within ten minutes."""
    made = _done(Answer, "person.add", name=name, roles=roles, phone=phone, languages=languages, org=org)
    _say(made["id"])
    _show_code(made)


@person.command("change")
@click.argument("person_id", metavar="ID")
@click.option("--phone", metavar="NUMBER")
@click.option("--speaks", "languages", metavar="CODE", multiple=True, help="All of them; what is not given stays.")
@ORG
def person_change(person_id: str, phone: str | None, languages: tuple[str, ...], org: str | None) -> None:
    """Somebody has another number, or speaks other languages."""
    _done(Answer, "person.change", id=person_id, phone=phone, languages=languages or None, org=org)
    _say(f"{person_id} is changed")


@person.command("list")
@ORG
def person_list(org: str | None) -> None:
    """Show everybody: id, roles, name."""
    for each in _done(list[Answer], "person.list", org=org):
        _say(f"{each['id']}  {','.join(each['roles'])}  {each['name']}")


@person.command("code")
@click.argument("person_id", metavar="ID")
@ORG
def person_code(person_id: str, org: str | None) -> None:
    """Print a new code for somebody: single use, ten minutes."""
    _show_code(_done(Answer, "person.code", id=person_id, org=org))


@person.command("end")
@click.argument("person_id", metavar="ID")
@ORG
def person_end(person_id: str, org: str | None) -> None:
    """Shut somebody out, everywhere and for good."""
    _done(Answer, "person.end", id=person_id, org=org)
    _say("Shut out. What their phones still hold is taken into custody for 14 days.")


@person.command("erase")
@click.argument("person_id", metavar="ID")
@click.confirmation_option(prompt="Their name and number go for good, from every phone and every copy. Erase them?")
@ORG
def person_erase(person_id: str, org: str | None) -> None:
    """Shut somebody out and destroy their name and number, in every copy too; what they recorded stays."""
    _done(Answer, "person.erase", id=person_id, org=org)
    _say("Erased. The key copy of the next backup holds no key of theirs any more.")


@cli.group()
def device() -> None:
    """Phones and browsers that were enrolled."""


@device.command("list")
@ORG
def device_list(org: str | None) -> None:
    """Show every device: id, when it was last heard, what it has not sent, its people, its app, what is odd."""
    for each in _done(list[Answer], "device.list", org=org):
        state = "shut out" if each["revoked_at"] is not None else f"heard {each['heard_s']} s ago"
        odd = "  clock off by more than two minutes" if abs(each["skew_ms"]) > CLOCK_OFF_MS else ""
        odd += "  exists twice: shut it out and enrol both phones anew" if each["cloned_at"] is not None else ""
        _say(f"{each['id']}  {state}  {each['unsent']} unsent  {each['people']} people  app {each['app_version']}{odd}")


@device.command("revoke")
@click.argument("device_id", metavar="ID")
@ORG
def device_revoke(device_id: str, org: str | None) -> None:
    """Shut a device out: signed out at once, its keys destroyed when it next connects."""
    _done(Answer, "device.revoke", id=device_id, org=org)
    _say("Shut out. What it still holds is taken into custody for 14 days.")


@cli.group()
def outbox() -> None:
    """What phones saved and could not send."""


@outbox.command("import")
@click.argument("file", type=FILE)
@ORG
def outbox_import(file: Path, org: str | None) -> None:
    """Hand in the records of FILE, which a phone saved as a last resort; doing it twice enters nothing twice."""

    def have_taken(device: str, rows: list[str]) -> list[Mapping[str, Any]]:
        acks: list[Mapping[str, Any]] = _done(Answer, "outbox.import", device=device, rows=rows, org=org)["acks"]
        return acks

    became = hand_in(file, have_taken)
    _say(f"{became['ok'] + became['dup']} taken, {became['held']} in custody of a supervisor")
    if became["retry"]:
        raise CannotStart(f"{became['retry']} could not be taken now: run this again")


@cli.group()
def directory() -> None:
    """The directory of services that people are referred to."""


@directory.command("import")
@click.argument("folder", type=FOLDER)
@click.option("--timezone", default="UTC", show_default=True, help="Where the opening hours are meant.")
@ORG
def directory_import(folder: Path, timezone: str, org: str | None) -> None:
    """Replace the directory by the CSV tables in FOLDER, and tell every phone."""
    told = _done(Answer, "directory.import", folder=str(folder.absolute()), timezone=timezone, org=org)
    for row in told["rejected"]:
        _say(f"left out: {row['table']} {row['id']}: {row['reason']}")
    _say(f"Directory version {told['version']}")


@directory.command("export")
@click.option(
    "--out", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="A file; else the terminal."
)
@ORG
def directory_export(out: Path | None, org: str | None) -> None:
    """Write the directory as phones keep it (JSON)."""
    text = msgspec.json.format(msgspec.json.encode(_done(Answer, "directory.export", org=org))) + b"\n"
    _write(out, text)


@cli.command()
@click.argument("name", type=click.Choice([*FILES, "dictionary"]))
@click.option("--from", "since", type=DAY, help="Calls received from this day (UTC).")
@click.option("--to", "until", type=DAY, help="Calls received before this day (UTC).")
@click.option(
    "--out", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="A file; else the terminal."
)
@ORG
def export(name: str, since: datetime | None, until: datetime | None, out: Path | None, org: str | None) -> None:
    """Write a CSV file: calls, responses, encounters, referrals, stages, or the dictionary of their columns."""
    if name == "dictionary":
        _write(out, dictionary_text())
        return
    span = {"since": _ms(since, 0), "until": _ms(until, FOREVER)}
    _write(out, export_text(_done(Answer, "export", name=name, org=org, **span), name=name, **span))


@cli.command()
@ORG
def verify(org: str | None) -> None:
    """Walk the journal's hash chain and open all that is sealed: of one organization, or of all."""
    if _done(Answer, "verify", org=org)["broken"]:
        raise CannotStart("What is stored was changed behind the program's back")


@cli.command()
@click.argument("folder", metavar="DEST", type=click.Path(file_okay=False, path_type=Path))
@click.option("--keys", type=click.Path(file_okay=False, path_type=Path), help="For the key copies; default: DEST.keys")
@ORG
def backup(folder: Path, keys: Path | None, org: str | None) -> None:
    """Copy an organization, or all, into DEST while everybody goes on; each copy is verified.

    The key copies and never-again lists go into another folder: keep the two on different media. Together with the
    recovery phrase they are all that a bare machine needs.
    """
    told = _done(Answer, "backup", folder=_whole(folder), keys=_whole(keys), org=org)
    for each in told["taken"]:
        _say(f"{each['tag']}  {each['name']}: safe up to change set {each['seq']}")
    _say(f"Data copies in {folder}, key copies in {told['keys']}")


@cli.command()
@click.argument("source", metavar="SRC", type=FOLDER)
@click.option("--keys", type=FOLDER, help="Where the key copies are; default: beside SRC.")
@click.option("--phrase", is_flag=True, help="Ask for the recovery phrase: this machine has no key file.")
@click.option("--force", is_flag=True, help="Even without a never-again list; the journal says so.")
@ORG
def restore(source: Path, keys: Path | None, *, phrase: bool, force: bool, org: str | None) -> None:
    """Bring an organization back from the newest copy in SRC, or from one copy; refused while a server runs.

    Everything is checked before anything changes, and what is here now is copied first. Afterwards everybody signs in
    again, and phones send what the copy lacks by themselves.
    """
    said = click.prompt("Recovery phrase", err=True) if phrase else None
    done = restore_here(
        _settings(), Wanted(source=source, by=getpass.getuser(), keys=keys, org=org, phrase=said, force=force), _say
    )
    _say(f"{done.tag}  {done.name} is as it was after change set {done.after_seq}; epoch {done.epoch} begins")
    _say(f"{done.undone} deletions and shut-outs that the copy did not know were done again")


def main() -> None:
    """Run the command line: an error is one clear line, and an exit code that is not 0."""
    try:
        code = cli.main(prog_name="field727", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as shown:
        click.echo(shown.format_message(), err=True)
        code = 2
    except click.ClickException as problem:
        _fail(f"{problem.format_message()} ({_path(problem)} --help shows what there is)")
        code = problem.exit_code
    except (Refusal, OSError) as problem:
        _fail(_plain(problem))
        code = 1
    except (click.Abort, KeyboardInterrupt):
        code = 130
    sys.exit(code if isinstance(code, int) else 0)


def _settings(**given: object) -> Settings:
    """The environment, under what was said on the command line."""
    said = {f"FIELD727_{name.upper()}": str(value) for name, value in given.items() if value is not None}
    return read_settings(dict(os.environ) | said)


def _done(shape: type[T], command: str, /, **args: object) -> T:
    """What the command answers, in the shape this command line shows it."""
    return msgspec.convert(have_done(_settings(), command, args, _say), shape)


def _show_code(made: Mapping[str, Any]) -> None:
    _say(f"{made['code']}  (once, within ten minutes)")
    _say(made["link"])


def _show_phrase(phrase: str) -> None:
    _say(f"Recovery phrase: {phrase}")
    _say("Write it down and keep it away from every backup. It is shown this once.")


def _whole(path: Path | None) -> str | None:
    return None if path is None else str(path.absolute())


def _say(line: str) -> None:
    click.echo(line)


def _write(out: Path | None, text: bytes) -> None:
    if out is None:
        sys.stdout.buffer.write(text)
        sys.stdout.buffer.flush()
    else:
        out.write_bytes(text)


def _ms(day: datetime | None, otherwise: int) -> int:
    return otherwise if day is None else round(day.replace(tzinfo=UTC).timestamp() * 1000)


def _fail(line: str) -> None:
    click.echo(f"field727: {' '.join(line.split())}", err=True)


def _path(problem: click.ClickException) -> str:
    context = getattr(problem, "ctx", None)
    return context.command_path if context is not None else "field727"


def _plain(problem: Exception) -> str:
    if isinstance(problem, OSError):
        return f"{problem.filename or 'A file'}: {problem.strerror or problem}"
    return str(problem)

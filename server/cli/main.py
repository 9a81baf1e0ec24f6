"""The words of the command line. Each command reads its words, has something done, and shows the answer."""

import getpass
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import click
import msgspec

from schemas.exports import EXPORTS, FULL_EXPORTS
from server.backup import Wanted
from server.cli import logs
from server.cli import serve as serving
from server.cli.demonstrating import demonstrate
from server.cli.exporting import dictionary_text, export_text
from server.cli.handing import hand_in
from server.cli.migrating import migrate_all
from server.cli.restoring import restore_here
from server.cli.words.staff import device, org, person, unit
from server.cli.words.terminal import FILE, ORG, Answer, done, read_json, say, settings, show_json
from server.errors import CannotStart, Refusal

FILES: Final = sorted(EXPORTS | FULL_EXPORTS)
FOREVER: Final = 2**53 - 1

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="field727", prog_name="field727")
def cli() -> None:
    """Field 727: dispatch, offline field work and outcomes for alternative response programmes.

    Settings come from FIELD727_* variables: DATA (folder), KEY_FILE, BACKUP (folder), BACKUP_KEYS, BACKUP_DAYS, PORT,
    HOST, PUBLIC_URL, TLS_CERT, TLS_KEY, DATABASE, DATABASE_OWNER, PUSH_SERVICES, ALLOW_OLD_SQLITE.
    """


@cli.command()
@click.option("--example", is_flag=True, help="Make an example city and an example site if the data folder is empty.")
@click.option("--port", type=click.IntRange(0, 65_535), help="Where to listen; 0 takes any free port.")
@click.option("--tls-cert", type=FILE, help="Serve HTTPS with this certificate (PEM).")
@click.option("--tls-key", type=FILE, help="The private key of the certificate (PEM).")
def serve(*, example: bool, port: int | None, tls_cert: Path | None, tls_key: Path | None) -> None:
    """Run the server until Ctrl+C."""
    logs.to_terminal()
    serving.run(settings(port=port, tls_cert=tls_cert, tls_key=tls_key), with_example=example, say=say)


@cli.command()
@click.option(
    "--speed", type=click.IntRange(2, 1000), default=60, show_default=True, help="Its minutes in one of ours."
)
@click.option("--hours", type=click.IntRange(1, 24), default=24, show_default=True, help="How much of the day.")
@click.option("--begin", type=click.IntRange(0, 23), default=7, show_default=True, help="With which hour.")
@click.option("--seed", default="2382", show_default=True, help="Which day: the same seed gives the same calls.")
@click.option(
    "--teams", type=click.IntRange(3, 100), default=3, show_default=True, help="As many times as many calls come in."
)
def demo(*, speed: int, hours: int, begin: int, seed: str, teams: int) -> None:
    """Play a day of the example city: a desk and its teams that use the server as any phone does.

    Serves the example as `serve --example` does, unless a server runs on the data folder already, and prints the
    sign-in lines: watch the board as dispatcher, and leave the teams' phones to those who play. At the end what they
    know they did is held against the board, the ledger and the exports; where they differ, that is an error. Ctrl+C
    ends the day early. Nothing happens outside the example city.
    """
    logs.to_terminal()
    day = {"hours": hours, "begins": begin, "seed": seed}
    demonstrate(settings(), speed=speed, teams=teams, day=day, say=say)


@cli.command()
def migrate() -> None:
    """Bring every organization's database to the shape this release knows; refused while a server runs."""
    migrate_all(settings(), say)


for group in (org, person, unit, device):
    cli.add_command(group)


@cli.group()
def outbox() -> None:
    """What phones saved and could not send."""


@outbox.command("import")
@click.argument("file", type=FILE)
@ORG
def outbox_import(file: Path, org: str | None) -> None:
    """Hand in the records of FILE, which a phone saved as a last resort; doing it twice enters nothing twice."""

    def have_taken(device: str, rows: list[str]) -> list[Mapping[str, Any]]:
        acks: list[Mapping[str, Any]] = done(Answer, "outbox.import", device=device, rows=rows, org=org)["acks"]
        return acks

    became = hand_in(file, have_taken)
    say(f"{became['ok'] + became['dup']} taken, {became['held']} in custody of a supervisor")
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
    """Replace the directory by the CSV tables in FOLDER, and tell every phone.

    services.csv may tell in assured_date when somebody last checked a service: phones show how long ago that was.
    """
    told = done(Answer, "directory.import", folder=str(folder.absolute()), timezone=timezone, org=org)
    for row in told["rejected"]:
        say(f"left out: {row['table']} {row['id']}: {row['reason']}")
    say(f"Directory version {told['version']}")


@directory.command("export")
@click.option(
    "--out", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="A file; else the terminal."
)
@ORG
def directory_export(out: Path | None, org: str | None) -> None:
    """Write the directory as phones keep it (JSON)."""
    text = msgspec.json.format(msgspec.json.encode(done(Answer, "directory.export", org=org))) + b"\n"
    _write(out, text)


@cli.group()
def taxonomy() -> None:
    """Editions of what a city's desk takes calls by."""


@taxonomy.command("import")
@click.argument("file", type=FILE)
@ORG
def taxonomy_import(file: Path, org: str | None) -> None:
    """Make FILE (JSON) the next edition: types in use with what each asks for, sources, times, screening questions.

    Who would have gone, as agreed with 911, stands with each type. What FILE leaves out is as in the first edition.
    """
    say(f"Edition {done(Answer, 'taxonomy.import', said=read_json(file), org=org)['number']}")


@taxonomy.command("export")
@ORG
def taxonomy_export(org: str | None) -> None:
    """Write the edition that counts (JSON), to change it and import it as the next."""
    found = done(Answer, "taxonomy.export", org=org)["edition"]
    show_json(found)


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
    _write(out, export_text(done(Answer, "export", name=name, org=org, **span), name=name, **span))


@cli.command()
@ORG
def verify(org: str | None) -> None:
    """Walk the journal's hash chain and open all that is sealed: of one organization, or of all."""
    if done(Answer, "verify", org=org)["broken"]:
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
    told = done(Answer, "backup", folder=_whole(folder), keys=_whole(keys), org=org)
    for each in told["taken"]:
        say(f"{each['tag']}  {each['name']}: safe up to change set {each['seq']}")
    say(f"Data copies in {folder}, key copies in {told['keys']}")


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
    wanted = Wanted(source=source, by=getpass.getuser(), keys=keys, org=org, phrase=said, force=force)
    back = restore_here(settings(), wanted, say)
    say(f"{back.tag}  {back.name} is as it was after change set {back.after_seq}; epoch {back.epoch} begins")
    say(f"{back.undone} deletions and shut-outs that the copy did not know were done again")


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


def _whole(path: Path | None) -> str | None:
    return None if path is None else str(path.absolute())


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

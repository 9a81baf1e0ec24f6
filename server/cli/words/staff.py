"""`field727 org`, `person`, `unit` and `device`: who works where, and on what."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, get_args

import click

from schemas.codes.dispatch import Role
from server.cli.words.terminal import FILE, ORG, Answer, done, read_json, say, show_json

CLOCK_OFF_MS: Final = 120_000


@click.group()
def org() -> None:
    """Organizations: a city's programme, or an interrupters' site. Each is a database of its own."""


@org.command("add")
@click.argument("name")
@click.option("--kind", type=click.Choice(["city", "site"]), required=True)
@click.option("--training", is_flag=True, help="A drill: a banner on every screen, never in figures.")
@click.option("--desk-phone", metavar="NUMBER", help="Whom the Help button of every phone calls.")
def org_add(name: str, kind: str, *, training: bool, desk_phone: str | None) -> None:
    """Found an organization; prints its tag and, this once, its recovery phrase."""
    made = done(Answer, "org.add", name=name, kind=kind, training=training, desk_phone=desk_phone)
    say(made["tag"])
    _show_phrase(made["phrase"])


@org.command("phrase")
@ORG
def org_phrase(org: str | None) -> None:
    """Make a new recovery phrase in place of the one before; it counts from the next backup on."""
    _show_phrase(done(Answer, "org.phrase", org=org)["phrase"])


@org.command("site-phone")
@click.argument("number", required=False)
@ORG
def org_site_phone(number: str | None, org: str | None) -> None:
    """Have the desk give NUMBER to callers whose matter is the confidential site's; without it, none."""
    done(Answer, "org.site_phone", org=org, phone=number)


@org.command("texts")
@click.option("--new", is_flag=True, help="Make another; the one before opens nothing from now.")
@ORG
def org_texts(org: str | None, *, new: bool) -> None:
    """Show the secret with which a relay hands in answers by text, at POST /api/sms."""
    say(done(Answer, "org.texts", org=org, new=new)["secret"])


@org.command("push-key")
@click.option("--new", is_flag=True, help="Make another: no phone is rung until its app was opened again.")
@ORG
def org_push_key(org: str | None, *, new: bool) -> None:
    """Show the public key that phones subscribe with, to be rung while the app is closed."""
    say(done(Answer, "org.push_key", org=org, new=new)["key"])


@org.command("ring")
@click.argument("how", type=click.Choice(["on", "off"]))
@ORG
def org_ring(how: str, org: str | None) -> None:
    """Have a site's phones rung while the app is closed, or not: browser makers then learn when, never what."""
    done(Answer, "org.ring", org=org, on=how == "on")


@org.command("cards")
@click.argument("file", type=FILE, required=False)
@click.option("--first", is_flag=True, help="Go back to the cards that every organization begins with.")
@ORG
def org_cards(file: Path | None, org: str | None, *, first: bool) -> None:
    """Make FILE (JSON) the cards that every phone shows, offline too; without it, write those that count.

    A card says what it is for, when to use it, one to eight steps, in English and Spanish, its source, and who of yours
    reviewed it on which day. While nobody did, phones mark it as an example.
    """
    if file is None and not first:
        show_json(done(Answer, "cards.export", org=org))
        return
    said = None if file is None else read_json(file)
    say(f"Cards {done(Answer, 'cards.import', said=said, org=org)['number']}")


@org.command("wording")
@click.argument("file", type=FILE, required=False)
@click.option(
    "--find", "words", metavar="WORDS", help="List the sentences of the app that have WORDS, with their keys."
)
@ORG
def org_wording(file: Path | None, words: str | None, org: str | None) -> None:
    """Have the app say the sentences of FILE (JSON) as it says there; without it, write those that count.

    FILE names each by its key, in both languages, with what ours puts in: {"sentences": {"phone:home.team": {"en":
    "Crew {team}", "es": "Grupo {team}"}}}. What is about help, an emergency number, or what is safe on a phone stays.
    """
    if words is not None:
        for each in done(list[Answer], "wording.find", words=words):
            say(f"{each['key']}  {each['ours']}{'  (stays ours)' if each['stays'] else ''}")
        return
    if file is not None:
        say(f"Wording {done(Answer, 'wording.import', said=read_json(file), org=org)['number']}")
        return
    found = done(Answer, "wording.export", org=org)
    show_json(found["said"])
    for key in found["gone"]:
        click.echo(f"the app says this as ours again, which has changed: {key}", err=True)


@org.command("list")
def org_list() -> None:
    """Show every organization: tag, kind, name."""
    for each in done(list[Answer], "org.list"):
        say(f"{each['tag']}  {each['kind']}  {each['name']}{'  (training)' if each['training'] else ''}")


@click.group()
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
    made = done(Answer, "person.add", name=name, roles=roles, phone=phone, languages=languages, org=org)
    say(made["id"])
    _show_code(made)


@person.command("change")
@click.argument("person_id", metavar="ID")
@click.option("--phone", metavar="NUMBER")
@click.option("--no-phone", is_flag=True, help="Take the number away: nobody is texted there, or answers from there.")
@click.option("--speaks", "languages", metavar="CODE", multiple=True, help="All of them; what is not given stays.")
@ORG
def person_change(
    person_id: str, phone: str | None, languages: tuple[str, ...], org: str | None, *, no_phone: bool
) -> None:
    """Somebody has another number or none, or speaks other languages."""
    told = {"phone": phone, "no_phone": no_phone, "languages": languages or None}
    done(Answer, "person.change", id=person_id, org=org, **told)
    say(f"{person_id} is changed")


@person.command("list")
@ORG
def person_list(org: str | None) -> None:
    """Show everybody: id, roles, name."""
    for each in done(list[Answer], "person.list", org=org):
        say(f"{each['id']}  {','.join(each['roles'])}  {each['name']}")


@person.command("code")
@click.argument("person_id", metavar="ID")
@ORG
def person_code(person_id: str, org: str | None) -> None:
    """Print a new code for somebody: single use, ten minutes."""
    _show_code(done(Answer, "person.code", id=person_id, org=org))


@person.command("end")
@click.argument("person_id", metavar="ID")
@ORG
def person_end(person_id: str, org: str | None) -> None:
    """Shut somebody out, everywhere and for good."""
    done(Answer, "person.end", id=person_id, org=org)
    say("Shut out. What their phones still hold is taken into custody for 14 days.")


@person.command("erase")
@click.argument("person_id", metavar="ID")
@click.confirmation_option(prompt="Their name and number go for good, from every phone and every copy. Erase them?")
@ORG
def person_erase(person_id: str, org: str | None) -> None:
    """Shut somebody out and destroy their name and number, in every copy too; what they recorded stays."""
    done(Answer, "person.erase", id=person_id, org=org)
    say("Erased. The key copy of the next backup holds no key of theirs any more.")


@click.group()
def unit() -> None:
    """Teams of a city. Who is on one is said when a shift begins."""


@unit.command("add")
@click.argument("name")
@click.option("--base", metavar="AREA", help="The area it starts from, known before its first call.")
@ORG
def unit_add(name: str, base: str | None, org: str | None) -> None:
    """Add a team by its call sign, off duty; prints its id."""
    say(done(Answer, "unit.add", name=name, base=base, org=org)["id"])


@unit.command("crew")
@click.argument("unit_id", metavar="ID")
@click.argument("people", metavar="PERSON[:SKILL,SKILL]...", nargs=-1, required=True)
@ORG
def unit_crew(unit_id: str, people: tuple[str, ...], org: str | None) -> None:
    """Begin a team's shift from here, as the desk does: a desk offers only people it once saw on a team."""
    crew = {person: known.split(",") if known else [] for person, _, known in (each.partition(":") for each in people)}
    done(Answer, "unit.crew", unit_id=unit_id, people=crew, org=org)
    say(f"{unit_id} is on shift")


@unit.command("list")
@ORG
def unit_list(org: str | None) -> None:
    """Show every team: id, status, call sign."""
    for each in done(list[Answer], "unit.list", org=org):
        say(f"{each['id']}  {each['status']}  {each['name']}")


@click.group()
def device() -> None:
    """Phones and browsers that were enrolled."""


@device.command("list")
@ORG
def device_list(org: str | None) -> None:
    """Show every device: id, when it was last heard, what it has not sent, its people, its app, what is odd."""
    for each in done(list[Answer], "device.list", org=org):
        state = "shut out" if each["revoked_at"] is not None else f"heard {each['heard_s']} s ago"
        odd = "  clock off by more than two minutes" if abs(each["skew_ms"]) > CLOCK_OFF_MS else ""
        odd += "  exists twice: shut it out and enrol both phones anew" if each["cloned_at"] is not None else ""
        odd += "  began a shift in a browser's tab, which cannot be rung" if each["in_a_tab_at"] is not None else ""
        say(f"{each['id']}  {state}  {each['unsent']} unsent  {each['people']} people  app {each['app_version']}{odd}")


@device.command("revoke")
@click.argument("device_id", metavar="ID")
@ORG
def device_revoke(device_id: str, org: str | None) -> None:
    """Shut a device out: signed out at once, its keys destroyed when it next connects."""
    done(Answer, "device.revoke", id=device_id, org=org)
    say("Shut out. What it still holds is taken into custody for 14 days.")
    say("Texts still go to its people's numbers, and count from there: field727 person change ID --no-phone")


def _show_code(made: Mapping[str, Any]) -> None:
    say(f"{made['code']}  (once, within ten minutes)")
    say(made["link"])


def _show_phrase(phrase: str) -> None:
    say(f"Recovery phrase: {phrase}")
    say("Write it down and keep it away from every backup. It is shown this once.")

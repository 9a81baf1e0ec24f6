"""The lines that let a newcomer in: one link per role, and how a real phone gets in."""

import io
from collections.abc import Iterator
from functools import partial

import segno

from server.app import Application
from server.example.people import Cast, Person, example, link_code
from server.identity import commands, store
from server.organizations import Organization
from server.settings import Settings

PHONES = (
    "A phone needs HTTPS: serve --tls-cert FILE --tls-key FILE, or Caddy in front with these four lines:"
    " `HOST {` `tls internal` `reverse_proxy 127.0.0.1:{port}` `}`; FIELD727_PUBLIC_URL=https://HOST then shows a QR"
    " code here. An Android phone on a cable: adb reverse tcp:{port} tcp:{port}"
)


async def sign_ins(app: Application, settings: Settings) -> list[str]:
    """One line for each sign-in of the example; with an https address also a code for a phone's camera."""
    home = f"{'https' if settings.tls_cert else 'http'}://localhost:{settings.port}"
    cast = example()
    lines = []
    for entry in app.organizations.list():
        organization = app.organizations.open(entry.tag)
        for person in _known(cast.city if entry.kind == "city" else cast.site):
            row = await organization.database.read(partial(store.person, person_id=person.id))
            if row is not None and row["ended_at"] is None and organization.training:
                label = f"{person.signs_in} ({person.name})"
                lines.append(f"  {label:<44} {home}/enrol#{link_code(organization, person)}")
    return ["", *lines, "", *await _phones(app, settings)]


def _known(cast: Cast) -> Iterator[Person]:
    return (person for person in cast.people if person.signs_in is not None)


async def _phones(app: Application, settings: Settings) -> list[str]:
    if settings.public_url is None or not settings.public_url.startswith("https://"):
        return [PHONES.replace("{port}", str(settings.port))]
    return [
        "Scan this with a phone within ten minutes to be Ada of team Heron on it; it works once:",
        _qr(f"{settings.public_url}/enrol#{await _code(app)}"),
    ]


async def _code(app: Application) -> str:
    person = example().city.with_role("responder")
    organization = _city(app)
    gate = app.gates.of(organization.tag)
    assert gate is not None, "an organization that is open has a gate"
    code = app.ids.code()
    until = await gate.act(lambda tx: commands.give_code(tx, person_id=person.id, code=code))
    app.organizations.expect_code(code, organization.tag, expires_at=until)
    return code


def _city(app: Application) -> Organization:
    entry = next(entry for entry in app.organizations.list() if entry.kind == "city" and entry.training)
    return app.organizations.open(entry.tag)


def _qr(url: str) -> str:
    drawn = io.StringIO()
    segno.make(url, error="m").terminal(drawn, compact=True)
    return drawn.getvalue()

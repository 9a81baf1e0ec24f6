"""What the environment may decide, and nothing else. Read once at start; everybody else is given a `Settings`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final

import msgspec

from server.errors import BadSetting, UnknownSetting

PREFIX: Final = "FIELD727_"

POSTGRES: Final = ("postgresql://", "postgres://")

NEAR: Final = ("http://127.0.0.1:", "http://localhost:")
"""A relay on this machine needs no encryption on the way."""

PLAIN: Final = {
    "Expected `int`, got `str`": "Expected a whole number",
    "Expected `int`": "Expected a number",
    "Expected `bool`, got `str`": "Expected true or false",
}
"""What the decoder says, and how a person says it."""

Port = Annotated[int, msgspec.Meta(ge=0, le=65_535)]


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """One field per `FIELD727_*` variable, in capitals there."""

    database: str = "sqlite"
    """`sqlite` (one file per organization) or a `postgresql://` address: one schema and role per organization."""

    database_owner: str | None = None
    """The `postgresql://` login that founds organizations and migrates; default: that of `database`."""

    data: Path = Path(".data")
    """The folder with the organizations' files, the process lock and the control socket."""

    key_file: Path = Path()
    """The master keys. Never inside `data`, so that a copy of the data cannot read itself; default: beside it."""

    backup: Path | None = None
    """Where a backup of every organization is put every 15 minutes; unset: only when somebody asks."""

    backup_keys: Path | None = None
    """Where the key copies and never-again lists are put, never together with the data; default: beside `backup`."""

    backup_days: Annotated[int, msgspec.Meta(ge=1)] = 30
    """For how many days the last backup of each day is kept; those of the last 24 hours are kept all."""

    host: str = "127.0.0.1"
    port: Port = 7270
    """Where to listen; 0 takes any free port."""

    public_url: str | None = None
    """The https address under which phones reach this server."""

    push_services: str | None = None
    """Origins of push services inside this house, with commas between them; those of the browsers need no naming."""

    tls_cert: Path | None = None
    tls_key: Path | None = None
    """Both or neither: serve HTTPS without a proxy in front."""

    sms: str | None = None
    """Who carries texts: an https address (server/README.md says how), or for trials `file:PATH` or `console`."""

    sms_token_file: Path | None = None
    """The file with what is shown to that address, readable by nobody else (0600)."""

    allow_old_sqlite: bool = False
    """Run real organizations on an SQLite library that can lose commits."""

    @property
    def own_push_services(self) -> frozenset[str]:
        """The origins that phones may be rung at although they are not out on the internet."""
        return frozenset((self.push_services or "").split(",")) - {""}


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings that these variables give.

    Raises: UnknownSetting, BadSetting.
    """
    given = {name.removeprefix(PREFIX).lower(): value for name, value in environment.items() if name.startswith(PREFIX)}
    unknown = sorted(set(given) - set(Settings.__struct_fields__))
    if unknown:
        names = ", ".join(PREFIX + name.upper() for name in unknown)
        known = ", ".join(PREFIX + name.upper() for name in Settings.__struct_fields__)
        raise UnknownSetting(f"{names} is not a setting. There are: {known}")
    try:
        settings = msgspec.convert(given, Settings, strict=False, dec_hook=_path)
    except msgspec.ValidationError as problem:
        raise BadSetting(_in_capitals(str(problem))) from None
    return _checked(settings)


def _path(kind: type, value: object) -> object:
    if kind is Path and isinstance(value, str) and value:
        return Path(value).expanduser()
    raise ValueError("Expected a path")


def _in_capitals(problem: str) -> str:
    """`Expected `int` - at `$.port`` in the words of somebody who set a variable."""
    text, _, place = problem.rpartition(" - at `$.")
    for said, meant in PLAIN.items():
        text = text.replace(said, meant)
    return f"{PREFIX}{place.rstrip('`').upper()}: {text}"


def _checked(settings: Settings) -> Settings:
    data = settings.data
    if settings.key_file == Path():
        settings = msgspec.structs.replace(settings, key_file=data.with_name(data.name + ".keys") / "master.json")
    if settings.key_file.resolve().is_relative_to(data.resolve()):
        raise BadSetting(
            f"{PREFIX}KEY_FILE must lie outside {PREFIX}DATA: whoever copies the data must not copy the keys"
        )
    if settings.backup is not None:
        settings = _with_backup(settings, settings.backup)
    if settings.database != "sqlite" and not settings.database.startswith(POSTGRES):
        raise BadSetting(f"{PREFIX}DATABASE must be sqlite or postgresql://…")
    if settings.database_owner is not None and not settings.database_owner.startswith(POSTGRES):
        raise BadSetting(f"{PREFIX}DATABASE_OWNER must be postgresql://…")
    if (settings.tls_cert is None) != (settings.tls_key is None):
        raise BadSetting(f"{PREFIX}TLS_CERT and {PREFIX}TLS_KEY belong together: set both or neither")
    _check_texts(settings)
    return settings if settings.public_url is None else _with_public_url(settings, settings.public_url)


def _check_texts(settings: Settings) -> None:
    where, file = settings.sms, settings.sms_token_file
    if where is None or where == "console" or where.startswith("file:"):
        return
    if not where.startswith(("https://", *NEAR)):
        raise BadSetting(f"{PREFIX}SMS must be https://…, file:PATH or console")
    if file is None or not file.is_file() or file.stat().st_mode & 0o077:
        raise BadSetting(f"{PREFIX}SMS_TOKEN_FILE must name a file with the token that nobody else may read (0600)")


def _with_backup(settings: Settings, backup: Path) -> Settings:
    keys = settings.backup_keys or beside(backup)
    check_apart(backup, keys)
    if any(folder.resolve().is_relative_to(settings.data.resolve()) for folder in (backup, keys)):
        raise BadSetting(f"{PREFIX}BACKUP and {PREFIX}BACKUP_KEYS must lie outside {PREFIX}DATA, on another disk")
    return msgspec.structs.replace(settings, backup_keys=keys)


def address(settings: Settings) -> str:
    """Under which address people reach this server."""
    if settings.public_url is not None:
        return settings.public_url
    return f"{'https' if settings.tls_cert else 'http'}://localhost:{settings.port}"


def beside(backup: Path) -> Path:
    """Where the key copies lie unless somebody says otherwise."""
    return backup.with_name(backup.name + ".keys")


def check_apart(backup: Path, keys: Path) -> None:
    """Data copies and key copies must not lie together: whoever carries one away must not carry both.

    Raises: BadSetting.
    """
    one, other = backup.resolve(), keys.resolve()
    if one.is_relative_to(other) or other.is_relative_to(one):
        raise BadSetting(
            f"{PREFIX}BACKUP_KEYS must lie outside {PREFIX}BACKUP: data copies in {backup}, key copies in {keys}"
        )


def _with_public_url(settings: Settings, url: str) -> Settings:
    if not url.startswith(("https://", "http://")):
        raise BadSetting(f"{PREFIX}PUBLIC_URL must begin with https://")
    return msgspec.structs.replace(settings, public_url=url.rstrip("/"))

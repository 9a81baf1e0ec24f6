"""The SQL of the key database: wrapped keys, whose they are, and which subjects are gone.

A database of its own, so that a copy of the records is not a copy of their keys. It sees wrapped keys only; the
master key never comes here. Rows of destroyed keys are overwritten before they are deleted: see `erase`.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

import msgspec

from server.storage.database import Tx, listed
from server.vault.retention import Retention

ANY_CLASS = ""
"""Stored in place of a retention class when a subject is gone with all its fields."""

WRAPPED_BYTES = 60
"""A wrapped data key: nonce 12, key 32, tag 16."""


class Name(msgspec.Struct, frozen=True):
    """What a data key is called: the record it seals, and the class of the fields."""

    entity: str
    retention: Retention

    def __str__(self) -> str:
        return f"{self.entity}|{self.retention}"


class Doom(msgspec.Struct, frozen=True):
    """A subject whose keys are, or shall be, destroyed: all of them, or those of one class."""

    subject: str
    retention: Retention | None = None


class WrappedPair(msgspec.Struct, frozen=True, kw_only=True):
    """A key pair whose private half is wrapped."""

    kid: str
    purpose: str
    wrapped: bytes


def proof(tx: Tx, tag: str) -> bytes | None:
    """What only the right master key opens; None in a new database. Another organization's proof never answers."""
    row = tx.one("SELECT proof FROM vault WHERE tag = :tag", tag=tag)
    return None if row is None else bytes(row["proof"])


def is_new(tx: Tx) -> bool:
    """Whether no organization ever kept keys here."""
    return tx.one("SELECT tag FROM vault") is None


def claim(tx: Tx, tag: str, sealed: bytes) -> None:
    """Make this the key database of one organization."""
    tx.run("INSERT INTO vault (tag, proof) VALUES (:tag, :proof)", tag=tag, proof=sealed)


def find(tx: Tx, name: Name) -> tuple[bytes, frozenset[str]] | None:
    """The wrapped key of this name and its subjects, or None."""
    key = tx.one(
        "SELECT wrapped FROM data_key WHERE entity = :entity AND retention = :retention",
        entity=name.entity,
        retention=name.retention,
    )
    if key is None:
        return None
    subjects = tx.all(
        "SELECT subject FROM key_subject WHERE entity = :entity AND retention = :retention",
        entity=name.entity,
        retention=name.retention,
    )
    return bytes(key["wrapped"]), frozenset(row["subject"] for row in subjects)


def find_all(tx: Tx, names: AbstractSet[Name]) -> dict[Name, tuple[bytes, frozenset[str]]]:
    """The same for many, as far as there are any."""
    entities = sorted({name.entity for name in names})
    keys = listed(tx, "SELECT entity, retention, wrapped FROM data_key WHERE entity IN (:ids)", entities)
    rows = listed(tx, "SELECT entity, retention, subject FROM key_subject WHERE entity IN (:ids)", entities)
    subjects: dict[Name, set[str]] = {}
    for row in rows:
        subjects.setdefault(Name(row["entity"], Retention(row["retention"])), set()).add(row["subject"])
    found = {Name(row["entity"], Retention(row["retention"])): bytes(row["wrapped"]) for row in keys}
    return {name: (found[name], frozenset(subjects.get(name, ()))) for name in names & found.keys()}


def keep(tx: Tx, name: Name, wrapped: bytes, subjects: Iterable[str]) -> None:
    """Store a key if it is new, and every subject it did not have. The key of a name never changes."""
    tx.run(
        """INSERT INTO data_key (entity, retention, wrapped) VALUES (:entity, :retention, :wrapped)
           ON CONFLICT (entity, retention) DO NOTHING""",
        entity=name.entity,
        retention=name.retention,
        wrapped=wrapped,
    )
    for subject in sorted(subjects):
        tx.run(
            """INSERT INTO key_subject (subject, entity, retention) VALUES (:subject, :entity, :retention)
               ON CONFLICT (subject, entity, retention) DO NOTHING""",
            subject=subject,
            entity=name.entity,
            retention=name.retention,
        )


def keys_of(tx: Tx, doom: Doom) -> list[Name]:
    """The keys that a doomed subject takes along."""
    rows = tx.all("SELECT entity, retention FROM key_subject WHERE subject = :subject", subject=doom.subject)
    names = [Name(row["entity"], Retention(row["retention"])) for row in rows]
    return [name for name in names if doom.retention in {None, name.retention}]


def erase(tx: Tx, name: Name) -> None:
    """Overwrite a key with zeros of its own length, then delete it and what it was about."""
    at = {"entity": name.entity, "retention": str(name.retention)}
    zeros = bytes(WRAPPED_BYTES)
    tx.run("UPDATE data_key SET wrapped = :zeros WHERE entity = :entity AND retention = :retention", zeros=zeros, **at)
    tx.run("DELETE FROM data_key WHERE entity = :entity AND retention = :retention", **at)
    tx.run("DELETE FROM key_subject WHERE entity = :entity AND retention = :retention", **at)


def mark_destroyed(tx: Tx, doom: Doom) -> None:
    """Remember that this subject never gets a key again."""
    tx.run(
        """INSERT INTO destroyed (subject, retention) VALUES (:subject, :retention)
           ON CONFLICT (subject, retention) DO NOTHING""",
        subject=doom.subject,
        retention=doom.retention or ANY_CLASS,
    )


def is_destroyed(tx: Tx, doom: Doom) -> bool:
    """Whether this subject is gone: as a whole, or for the class asked about."""
    row = tx.one(
        "SELECT subject FROM destroyed WHERE subject = :subject AND retention IN (:any, :retention)",
        subject=doom.subject,
        any=ANY_CLASS,
        retention=doom.retention or ANY_CLASS,
    )
    return row is not None


def is_any_destroyed(tx: Tx, subjects: Iterable[str], retention: Retention) -> bool:
    """Whether one of these subjects is gone: as a whole, or for this class."""
    sql = "SELECT subject FROM destroyed WHERE subject IN (:ids) AND retention IN (:any, :retention)"
    return bool(listed(tx, sql, sorted(subjects), any=ANY_CLASS, retention=retention))


def destroyed(tx: Tx) -> set[Doom]:
    """Every subject that is gone; read once at each start."""
    rows = tx.all("SELECT subject, retention FROM destroyed")
    return {Doom(row["subject"], Retention(row["retention"]) if row["retention"] else None) for row in rows}


def unfinished(tx: Tx) -> set[Doom]:
    """Subjects that were doomed and whose keys are still there: a crash came in between."""
    rows = tx.all(
        """SELECT DISTINCT d.subject, d.retention FROM destroyed AS d JOIN key_subject AS k ON k.subject = d.subject
           WHERE d.retention = :any OR d.retention = k.retention""",
        any=ANY_CLASS,
    )
    return {Doom(row["subject"], Retention(row["retention"]) if row["retention"] else None) for row in rows}


def pairs(tx: Tx) -> list[WrappedPair]:
    """Every key pair, the newest first."""
    rows = tx.all("SELECT kid, purpose, wrapped FROM key_pair ORDER BY made_at DESC, kid")
    return [WrappedPair(kid=row["kid"], purpose=row["purpose"], wrapped=bytes(row["wrapped"])) for row in rows]


def add_pair(tx: Tx, pair: WrappedPair, at: int) -> None:
    """Keep a key pair."""
    tx.run(
        "INSERT INTO key_pair (kid, purpose, wrapped, made_at) VALUES (:kid, :purpose, :wrapped, :at)",
        kid=pair.kid,
        purpose=pair.purpose,
        wrapped=pair.wrapped,
        at=at,
    )


def keep_recovery(tx: Tx, wrapped: bytes) -> None:
    """Keep the master key under the recovery phrase, in place of the one before."""
    tx.run(
        "INSERT INTO recovery (one, wrapped) VALUES (1, :wrapped) ON CONFLICT (one) DO UPDATE SET wrapped = :wrapped",
        wrapped=wrapped,
    )


def recovery(tx: Tx) -> bytes | None:
    """The master key under the recovery phrase, if there ever was a phrase."""
    row = tx.one("SELECT wrapped FROM recovery WHERE one = 1")
    return None if row is None else bytes(row["wrapped"])

"""What people of a world did, as they know it: the truth that everything is held against at the end."""

from dataclasses import dataclass, field
from typing import Any, Literal

Nature = Literal["fact", "intent", "poison"]


@dataclass(frozen=True)
class Deed:
    """One command somebody saved."""

    id: str
    phone: str
    person: str
    dseq: int
    kind: str
    entity: str
    nature: Nature
    args: dict[str, Any]
    at: int
    after: str | None = None


@dataclass
class Truth:
    """Everything that was done in a world."""

    deeds: dict[str, Deed] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    met: set[str] = field(default_factory=set)
    """Calls that teams began in the street."""
    reused: set[tuple[str, str]] = field(default_factory=set)
    """By phone: ids of others that it sent other bytes under."""
    canaries: dict[str, str] = field(default_factory=dict)
    """What was said about a call that nobody but its readers may ever see."""

    def facts(self) -> list[Deed]:
        """What happened in the street and at the desk."""
        return [deed for deed in self.deeds.values() if deed.nature == "fact"]

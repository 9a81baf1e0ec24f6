"""Carries a text to a provider: over a webhook, or for trials into a file or onto the terminal."""

import asyncio
import json
import os
import sys
from functools import partial
from pathlib import Path
from typing import Any, Final

from server.outward.carriers import Carried, Effect, Gone, Later
from server.outward.texts import rules, store
from server.settings import Settings
from server.storage.database import Tx
from server.sync.branch import Branch

TAKEN: Final = range(200, 300)

REFUSED: Final = frozenset({400, 404, 410, 422})
"""The provider will never take this text to this number. Any other answer is tried again, a 401 too: somebody may
put the token right."""

LONGEST_S: Final = 60
"""What a provider may ask us to wait; a text is of no use later."""


ANSWER_MS: Final = 5 * 60_000
"""An answer to a text is of use for so long: later it would tell somebody of what may have changed since."""


class Texts:
    """Texts to the number a person enrolled."""

    timeout_s: Final = 10.0

    def __init__(self, where: str, token: str | None) -> None:
        """To this webhook with this token, to `file:PATH`, or to the `console`."""
        self._where = where
        self._token = token

    async def carry(self, branch: Branch, effect: Effect) -> Carried | Gone | Later:
        """Write the text now, to the number that is known now; no answer that comes too late."""
        if effect.payload["about"] == "text" and branch.clock.now() - effect.created_at > ANSWER_MS:
            return Gone("over")
        number, text = await branch.database.read(partial(_written, branch, effect))
        if number is None or text is None:
            return Gone("no_number")
        said = {"key": effect.key, "to": number, "text": text}
        if self._where == "console":
            sys.stdout.write(f"Text to a number that ends in {number[-2:]}: {text}\n")
        elif self._where.startswith("file:"):
            await asyncio.to_thread(_append, Path(self._where.removeprefix("file:")), said)
        else:
            return await self._post(said)
        return Carried()

    async def _post(self, said: dict[str, Any]) -> Carried | Gone | Later:
        import httpx

        headers = {"Authorization": f"Bearer {self._token}", "Idempotency-Key": said["key"]}
        try:
            async with httpx.AsyncClient(timeout=self.timeout_s, trust_env=False) as http:
                answer = await http.post(self._where, json=said, headers=headers)
        except httpx.HTTPError:
            return Later("no_answer")
        if answer.status_code in TAKEN:
            return Carried()
        if answer.status_code in REFUSED:
            return Gone(f"answered_{answer.status_code}")
        wish = answer.headers.get("retry-after", "")
        after_ms = min(int(wish), LONGEST_S) * 1000 if wish.isdecimal() else None
        return Later(f"answered_{answer.status_code}", after_ms)


def texts(settings: Settings) -> dict[str, Texts]:
    """Who carries texts, if the settings name anybody."""
    if settings.sms is None:
        return {}
    token = None if settings.sms_token_file is None else settings.sms_token_file.read_text().strip()
    return {"sms": Texts(settings.sms, token)}


def _written(branch: Branch, effect: Effect, tx: Tx) -> tuple[str | None, str | None]:
    payload = effect.payload
    number = store.number_of(tx, branch.vault, payload["person_id"])
    if "word" in payload:
        return number, rules.answered(payload["word"], payload["digits"])
    digits = store.digits_for(tx, payload["entity"], payload["person_id"])
    return number, None if digits is None else rules.asked(digits)


def _append(path: Path, said: dict[str, Any]) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a") as file:
        file.write(json.dumps(said) + "\n")

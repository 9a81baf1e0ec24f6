"""Coming in over HTTP: enrolling with a code, and the device token that opens the sync doors for ten minutes."""

import httpx

from server.client.device import Device, Message


async def enrol(device: Device, http: httpx.AsyncClient, code: str) -> None:
    """Join with a code and sign in.

    Raises: httpx.HTTPStatusError, when the code does not work.
    """
    answer = await http.post("/api/session/enrol", json=device.enrol_body(code))
    answer.raise_for_status()
    device.enrolled(answer.json())


async def sign_token(device: Device, http: httpx.AsyncClient) -> Message:
    """Have the device key sign in the device: ten minutes of sync.

    Raises: httpx.HTTPStatusError, when the device was shut out.
    """
    asked = await http.post("/api/sync/token", json={"device": device.device})
    asked.raise_for_status()
    answer = await http.post("/api/sync/token", json=device.token_body(asked.json()["nonce"]))
    answer.raise_for_status()
    token: Message = answer.json()
    device.token = token["token"]
    return token


async def become(device: Device, http: httpx.AsyncClient) -> None:
    """Be a device of its own from now: a copy that was told it is one.

    Raises: httpx.HTTPStatusError, when the device was shut out or was never copied.
    """
    asked = await http.post("/api/sync/token", json={"device": device.device})
    asked.raise_for_status()
    body = device.become_body(asked.json()["nonce"])
    answer = await http.post("/api/sync/device", json=body)
    answer.raise_for_status()
    device.became(answer.json(), body)

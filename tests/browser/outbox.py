"""What a browser has promised to deliver, read from its disk, and what the server says of it when asked by that device.

The screens say how much waits; a ledger needs to know which. Also which device it is, and for how many it keeps a key.
"""

from typing import Any

from playwright.sync_api import Page

PROMISE = """const promise = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });"""

KEYS = f"""async () => {{
  {PROMISE}
  const {{ name }} = (await indexedDB.databases()).find(({{ name }}) => /^f727-[^-]+$/.test(name));
  const open = await promise(indexedDB.open(name));
  const keys = await promise(open.transaction("person").objectStore("person").count());
  open.close();
  return keys;
}}"""
"""How many persons' keys lie in a browser."""

DEVICE = f"""async () => {{
  {PROMISE}
  const open = await promise(indexedDB.open("f727"));
  const {{ device }} = await promise(open.transaction("active").objectStore("active").get("active"));
  open.close();
  return device;
}}"""

READ = f"""async () => {{
  {PROMISE}
  const found = (await indexedDB.databases()).find(({{ name }}) => name.endsWith("-outbox"));
  if (found === undefined) return {{ saved: 0, rows: [] }};
  const open = await promise(indexedDB.open(found.name));
  const tx = open.transaction(["row", "mark"]);
  const [rows, next] = await Promise.all([
    promise(tx.objectStore("row").getAll()),
    promise(tx.objectStore("mark").get("next")),
  ]);
  open.close();
  return {{
    saved: (next ?? 1) - 1,
    rows: rows.map(({{ id, hash, state, type, device }}) => ({{ id, hash, state, type, device }})),
  }};
}}"""

ASK = f"""async (ids) => {{
  {PROMISE}
  const read = async (name, store, key) => {{
    const open = await promise(indexedDB.open(name));
    const value = await promise(open.transaction(store).objectStore(store).get(key));
    open.close();
    return value;
  }};
  const post = async (path, body, token) => {{
    const headers = {{ "Content-Type": "application/json", ...(token && {{ Authorization: `Bearer ${{token}}` }}) }};
    const answer = await fetch(path, {{ method: "POST", headers, body: JSON.stringify(body) }});
    if (!answer.ok) throw new Error(`${{path}}: ${{answer.status}} ${{await answer.text()}}`);
    return answer.json();
  }};
  const {{ tag, person, device }} = await read("f727", "active", "active");
  const {{ sign }} = await read(`f727-${{tag}}`, "device", device);
  const {{ nonce }} = await post("/api/sync/token", {{ device }});
  const said = new TextEncoder().encode(`field727 token ${{device}} ${{person}} ${{nonce}}`);
  const raw = new Uint8Array(await crypto.subtle.sign({{ name: "ECDSA", hash: "SHA-256" }}, sign, said));
  const base64 = btoa(String.fromCharCode(...raw)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const {{ token }} = await post("/api/sync/token", {{ device, person, nonce, sig: base64 }});
  const {{ acks }} = await post("/api/sync/ask", {{ ids }}, token);
  return acks;
}}"""

NOTHING_WAITS = f"""async () => {{
  const {{ rows }} = await ({READ})();
  return rows.every(({{ state }}) => state !== "saved");
}}"""

UNTIL = """async (patience) => {
  const isSo = IS_SO;
  for (const begun = performance.now(); performance.now() - begun < patience; ) {
    if (await isSo()) return true;
    await new Promise((next) => setTimeout(next, 100));
  }
  return false;
}"""
BATCH = 100


def outbox(page: Page) -> dict[str, Any]:
    """How many commands were ever saved in this browser, and the rows that are still kept."""
    found: dict[str, Any] = page.evaluate(READ)
    return found


def until(page: Page, is_so: str, patience_ms: float) -> bool:
    """Wait until this function of the page, whose promise is waited for, says true."""
    came: bool = page.evaluate(UNTIL.replace("IS_SO", is_so), patience_ms)
    return came


def all_answered(page: Page, patience_ms: float) -> None:
    """Wait until the server has answered everything that was saved here."""
    assert until(page, NOTHING_WAITS, patience_ms), outbox(page)


def answers(page: Page, pairs: list[tuple[str, str]]) -> dict[str, str]:
    """What became of these commands by the server's own word, asked with the key of this browser's device."""
    found: dict[str, str] = {}
    for start in range(0, len(pairs), BATCH):
        acks = page.evaluate(ASK, pairs[start : start + BATCH])
        found |= {ack["id"]: ack["r"] for ack in acks}
    return found

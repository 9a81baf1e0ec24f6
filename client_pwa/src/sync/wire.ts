/** The requests of the sync protocol over HTTP, and what each kind of answer means for what we keep. */
import type { Acks, Hello, Page, Reset, Session, Token, TokenNonce, Welcome } from "../schema";
import type { Device } from "./device";
import type { Ports } from "./ports";
import { sign } from "./signing";

/** A request not answered by then is lost; the answer may still have been "stored". */
export const REQUEST_MS = 30_000;

/** `refused`: the server said no, in its own words. `lost`: no answer we can trust; anything may have happened. */
export type Answer<T> =
  | { readonly type: "ok"; readonly body: T }
  | { readonly type: "refused"; readonly status: number; readonly code: string }
  | { readonly type: "lost"; readonly status: number | null; readonly after: number };

/** Turns the writing of what stands beside it around, so that one thing reads as another: no word needs it. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;

/** What a text from the server says, without that. */
export const told = (text: string): unknown => JSON.parse(text.replace(TURNS, ""));

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** These say no for good; anything else is worth another try (a portal's page, a proxy, a server that is starting). */
const REFUSALS: ReadonlySet<number> = new Set([400, 401, 403, 404, 409, 410, 413, 422]);

const retryAfter = (response: Response): number => {
  const seconds = Number(response.headers.get("Retry-After"));
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0;
};

/** Ask once. `has` names a field every true answer has: a hotel's sign-in page says 200 too. */
export const ask = async <T>(ports: Ports, path: string, init: RequestInit, has: string): Promise<Answer<T>> => {
  const abort = new AbortController();
  const stop = ports.after(REQUEST_MS, () => abort.abort());
  init.signal?.addEventListener("abort", () => abort.abort(), { once: true });
  let status: number | null = null;
  try {
    const response = await ports.fetch(path, { ...init, cache: "no-store", signal: abort.signal });
    status = response.status;
    const body = status === 204 ? {} : told(await response.text());
    if (!isRecord(body)) return { type: "lost", status, after: 0 };
    // The field is there; its types are the server's promise (the same schemas made them).
    if (response.ok && (status === 204 || has in body)) return { type: "ok", body: body as T };
    const code = body["code"];
    if (REFUSALS.has(status) && typeof code === "string") return { type: "refused", status, code };
    return { type: "lost", status, after: retryAfter(response) };
  } catch {
    return { type: "lost", status, after: 0 };
  } finally {
    stop();
  }
};

export const posted = (body: string, headers: Readonly<Record<string, string>> = {}): RequestInit => ({
  method: "POST",
  headers: { "Content-Type": "application/json", ...headers },
  body,
});

/** The requests a device makes with its token. */
export interface Wire {
  readonly nonce: (device: string) => Promise<Answer<TokenNonce>>;
  readonly token: (device: string, person: string, nonce: string, sig: string) => Promise<Answer<Token>>;
  readonly hello: (token: string, hello: Hello) => Promise<Answer<Welcome>>;
  /** Rows as they lie in the outbox: nothing is parsed or written anew on the way. */
  readonly commands: (token: string, rows: readonly string[]) => Promise<Answer<Acks>>;
  readonly ask: (token: string, ids: readonly (readonly [string, string])[]) => Promise<Answer<Acks>>;
  readonly changes: (token: string, cur: string | null, limit: number) => Promise<Answer<Page | Reset>>;
  readonly got: (token: string, cur: string) => Promise<Answer<unknown>>;
  /** Whatever is under way counts as lost, and comes again. */
  readonly hangUp: () => void;
}

export const openWire = (ports: Ports): Wire => {
  let line = new AbortController();
  const request = <T>(path: string, init: RequestInit, has: string) =>
    ask<T>(ports, path, { ...init, signal: line.signal }, has);
  const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
  const post = <T>(path: string, body: unknown, has: string, token?: string) =>
    request<T>(path, posted(JSON.stringify(body), token === undefined ? {} : bearer(token)), has);
  return {
    nonce: (device) => post("/api/sync/token", { device }, "nonce"),
    token: (device, person, nonce, sig) => post("/api/sync/token", { device, person, nonce, sig }, "token"),
    hello: (token, hello) => post("/api/sync/hello", hello, "epoch", token),
    commands: (token, rows) => request("/api/sync/commands", posted(commandsText(rows), bearer(token)), "acks"),
    ask: (token, ids) => post("/api/sync/ask", { ids }, "acks", token),
    changes: (token, cur, limit) => {
      const from = cur === null ? "" : `&cur=${encodeURIComponent(cur)}`;
      const init = { method: "GET", headers: bearer(token) };
      return request(`/api/sync/changes?limit=${limit}${from}`, init, "m");
    },
    got: (token, cur) => post("/api/sync/got", { cur }, "m", token),
    hangUp: () => {
      line.abort();
      line = new AbortController();
    },
  };
};

/** A token for this person, for whom the device vouches by its key. */
export const askToken = async (wire: Wire, { id, sign: key }: Device, person: string): Promise<Answer<Token>> => {
  const asked = await wire.nonce(id);
  if (asked.type !== "ok") return asked;
  const { nonce } = asked.body;
  return wire.token(id, person, nonce, await sign(key, `field727 token ${id} ${person} ${nonce}`));
};

/** The body of an upload; also how its size is known before. */
export const commandsText = (rows: readonly string[]): string => `{"cmds":[${rows.join(",")}]}`;

/** The requests a browser makes with its session cookie. */
export const readSession = (ports: Ports): Promise<Answer<Session>> =>
  ask(ports, "/api/session", { method: "GET" }, "person");

export const leaveSession = (ports: Ports, csrf: string): Promise<Answer<unknown>> =>
  ask(ports, "/api/session/leave", posted("", { "X-CSRF": csrf }), "m");

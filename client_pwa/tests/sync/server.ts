/** A small server that speaks the protocol: real signatures and seals, a feed with scopes, and many ways to fail. */
import type { Ack, Hello, OutboxRow, SealingKey, Session, Welcome } from "../../src/schema";
import { decode64, text, utf8 } from "../../src/sync/bytes";
import type { Socket, SocketEvents } from "../../src/sync/ports";
import { headerText, rowHash } from "../../src/sync/seal";
import { publicText, sign, verify } from "../../src/sync/signing";
import { type Data, Feed } from "./feed";

const P256 = "P-256";

interface Link {
  readonly events: SocketEvents;
  cur: string | null | undefined;
  open: boolean;
}

interface Kept {
  readonly hash: string;
  readonly ack: Ack;
}

export type Verdict = Pick<Ack, "r" | "code">;

/** What a test can do to the network between. */
export type Weather = "fine" | "down" | "uploads_unanswered" | "portal" | "busy" | "hanging";

export class TestServer {
  readonly feed: Feed;
  readonly received: OutboxRow[] = [];
  readonly bodies: string[] = [];
  readonly applied: string[] = [];
  readonly uploads: number[] = [];
  readonly asked: number[] = [];
  readonly gots: string[] = [];
  hidden: boolean | null = null;
  /** The forms that were said to be open, and for how many seconds. */
  readonly forms: (readonly [string | null, number])[] = [];
  readonly hellos: Hello[] = [];
  readonly pulls: (string | null)[] = [];
  weather: Weather = "fine";
  sockets = true;
  answersPings = true;
  hasSession = true;
  upgrade = false;
  backup_seq = 0;
  batch = 100;
  bytes = 262_144;
  refuseOver = Number.POSITIVE_INFINITY;
  tokenIsDead = false;
  deviceIsUnknown = false;
  /** Persons and devices that were shut out, by their ids. */
  readonly shutOut = new Set<string>();
  /** For fourteen days; then they are given no token at all. */
  takesFromShutOut = true;
  /** The next page of this scope is refused: what the client holds of it is wrong. */
  doubts: string | null = null;
  /** This device goes by a name that another one has too. */
  copy: string | null = null;
  /** The server's share of a lock, and how long it may be kept. */
  share = "c2hhcmVzaGFyZXNoYXJlc2hhcmVzaGFyZXNoYXJlMTI";
  shareUntil: number | null = null;
  /** How long rows may be kept that no PIN guards, seconds; undefined: it tells nothing of that. */
  keeps: number | null | undefined = undefined;
  readonly blobs = new Map<string, string>();
  judge: (row: OutboxRow) => Verdict = () => ({ r: "ok" });
  /** What an applied command does to the feed. */
  apply: (row: OutboxRow, seq: number) => void = () => undefined;
  private readonly receipts = new Map<string, Kept>();
  private readonly devices = new Map<string, string>();
  /** Who ever signed in on which device. */
  private readonly users = new Map<string, Set<string>>();
  private readonly links = new Set<Link>();
  private readonly keys: { readonly signing: CryptoKeyPair; readonly sealing: CryptoKeyPair };
  announced: readonly SealingKey[] = [];
  signing = "";
  tokens = 0;

  /** Whose codes and session these are now. */
  person = "p1";

  now: () => number = () => 0;

  private constructor(keys: TestServer["keys"], feed: Feed) {
    this.keys = keys;
    this.feed = feed;
  }

  static async start(scopes: readonly string[] = ["person:p1", "directory"]): Promise<TestServer> {
    const signing = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: P256 }, true, ["sign", "verify"]);
    const sealing = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: P256 }, true, ["deriveBits"]);
    const server = new TestServer({ signing, sealing }, new Feed(scopes));
    const open = await publicText(sealing.publicKey);
    server.signing = await publicText(signing.publicKey);
    const sig = await sign(signing.privateKey, `field727 key k1 ${open}`);
    server.announced = [{ kid: "k1", public: open, sig }];
    return server;
  }

  session(device: string): Session {
    return {
      person: { id: this.person, name: "Ana CANARY-NAME" },
      org: { tag: "k7ab2x", name: "Exampleton", kind: "city", training: true },
      roles: ["responder"],
      device,
      csrf: "CANARY-CSRF",
      expires_at: 9e12,
    };
  }

  /** The arguments of a row that arrived, opened with the organization's private key. */
  async opened(row: OutboxRow): Promise<unknown> {
    const raw = decode64(row.sealed);
    const run = raw.slice(0, 65);
    const curve = { name: "ECDH", namedCurve: P256 };
    const theirs = await crypto.subtle.importKey("raw", run, curve, false, []);
    const own = this.keys.sealing.privateKey;
    const secret = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, own, 256);
    const base = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
    const info = utf8(`field727 seal p256-1 ${row.kid}`);
    const hkdf = { name: "HKDF", hash: "SHA-256", salt: run, info };
    const key = await crypto.subtle.deriveKey(hkdf, base, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
    const algorithm = { name: "AES-GCM", iv: raw.slice(65, 77), additionalData: utf8(headerText(row)) };
    return JSON.parse(text(await crypto.subtle.decrypt(algorithm, key, raw.slice(77))));
  }

  /** `fetch`, through the weather. */
  async fetch(path: string, init: RequestInit): Promise<Response> {
    if (this.weather === "down") throw new TypeError("no network");
    if (this.weather === "hanging") return unanswered(init.signal);
    if (this.weather === "portal") return new Response("<html>Welcome to the hotel", { status: 200 });
    if (this.weather === "busy") return problem(503, "busy");
    const lost = this.weather === "uploads_unanswered" && path === "/api/sync/commands";
    const response = await this.route(path, init);
    if (lost) throw new TypeError("the answer was lost");
    return response;
  }

  private signedIn(path: string): Response {
    if (this.isShut(this.newest(), this.person)) return problem(401, "revoked");
    if (!this.hasSession) return problem(401, "not_signed_in");
    const share = { share: this.share, until: this.shareUntil, now: this.now() };
    return json(path.endsWith("share") ? share : this.session(this.newest()));
  }

  private newest(): string {
    return [...this.devices.keys()].at(-1) ?? "";
  }

  private isShut(...ids: readonly string[]): boolean {
    return ids.some((id) => this.shutOut.has(id));
  }

  private async route(path: string, init: RequestInit): Promise<Response> {
    const url = new URL(path, "http://server.test");
    const body = typeof init.body === "string" && init.body !== "" ? JSON.parse(init.body) : {};
    const bearer = new Headers(init.headers).get("Authorization");
    const synced = url.pathname.startsWith("/api/sync/") && !/token$|device$/.test(url.pathname);
    if (synced && (bearer === null || this.tokenIsDead)) return problem(401, "not_signed_in");
    switch (url.pathname) {
      case "/api/session/enrol":
        return this.enrol(body);
      case "/api/session":
      case "/api/session/share":
        return this.signedIn(url.pathname);
      case "/api/session/leave":
        this.hasSession = false;
        return new Response(null, { status: 204 });
      case "/api/sync/token":
        return this.token(body);
      case "/api/sync/hello":
        this.hellos.push(body);
        return json({ ...this.welcome(), is_copy: body.device === this.copy });
      case "/api/sync/device":
        return this.become(body);
      case "/api/sync/commands":
        return this.commands(String(init.body), body);
      case "/api/sync/ask":
        return this.ask(body);
      case "/api/sync/changes":
        return this.changes(url);
      case "/api/sync/got":
        this.gots.push(body.cur);
        return new Response(null, { status: 204 });
      default:
        return this.blob(url.pathname);
    }
  }

  private blob(path: string): Response {
    const blob = this.blobs.get(path);
    return blob === undefined ? problem(404, "not_found") : new Response(blob);
  }

  private async enrol(body: { code: string; device_public: string; device?: string; sig?: string }) {
    if (body.code !== "GOODCODE") return problem(401, "bad_code");
    if (this.isShut(body.device ?? "", this.person)) return problem(401, "revoked");
    const known = body.device === undefined ? undefined : this.devices.get(body.device);
    if (known !== undefined && body.device !== undefined) {
      const said = `field727 enrol ${body.device} ${body.code}`;
      if (!(await verify(known, said, body.sig ?? ""))) return problem(401, "bad_signature");
    }
    const device = known === undefined ? `k7ab2x.d${this.devices.size + 1}` : (body.device ?? "");
    if (known === undefined) this.devices.set(device, body.device_public);
    this.users.set(device, (this.users.get(device) ?? new Set()).add(this.person));
    this.hasSession = true;
    return json({ device, signing_public: this.signing, keys: this.announced, session: this.session(device) });
  }

  private async token(body: { device: string; person: string; nonce: string; sig?: string }) {
    const { device, person, nonce, sig } = body;
    const open = this.devices.get(device);
    if (open === undefined || this.deviceIsUnknown) return problem(401, "bad_signature");
    if (sig === undefined) return json({ nonce: "n1" });
    const said = `field727 token ${device} ${person} ${nonce}`;
    if (!(await verify(open, said, sig))) return problem(401, "bad_signature");
    if (this.users.get(device)?.has(person) !== true) return problem(401, "not_signed_in");
    const revoked = this.isShut(device, person);
    if (revoked && !this.takesFromShutOut) return problem(401, "revoked");
    this.tokens += 1;
    this.tokenIsDead = false;
    const full = this.hasSession && person === this.person && !revoked;
    return json({ token: `t${this.tokens}`, kind: full ? "full" : "upload", expires_at: 0, revoked });
  }

  private async become(body: { device: string; person: string; nonce: string; sig: string; device_public: string }) {
    const said = `field727 device ${body.device} ${body.person} ${body.nonce} ${body.device_public}`;
    if (!(await verify(this.devices.get(body.device) ?? "", said, body.sig))) return problem(401, "bad_signature");
    const device = `${body.device}-2`;
    this.devices.set(device, body.device_public);
    this.users.set(device, new Set(this.users.get(body.device)));
    return json({ device, session: this.session(device) });
  }

  private welcome(): Welcome {
    return {
      epoch: this.feed.epoch,
      nonce: "told",
      now: this.now(),
      keys: this.announced,
      scopes: this.feed.scopes,
      floor: this.feed.floor,
      head: this.feed.seq,
      limits: { batch: this.batch, bytes: this.bytes, page: 500 },
      skew_ms: 0,
      backup_seq: this.backup_seq,
      tick_age_s: 2,
      upgrade: this.upgrade,
      ...(this.keeps === undefined ? {} : { keep_s: this.keeps }),
    };
  }

  private async commands(raw: string, body: { cmds: readonly OutboxRow[] }): Promise<Response> {
    if (body.cmds.length > this.refuseOver) return problem(413, "too_large");
    this.uploads.push(body.cmds.length);
    this.bodies.push(raw);
    const acks: Ack[] = [];
    for (const row of body.cmds) acks.push(await this.settle(row));
    this.wake();
    return json({ acks, backup_seq: this.backup_seq });
  }

  private async settle(row: OutboxRow): Promise<Ack> {
    this.received.push(row);
    const hash = await rowHash(row);
    const known = this.receipts.get(row.id);
    if (known !== undefined) {
      return known.hash === hash ? { ...known.ack, again: true } : { id: row.id, r: "held", code: "id_reuse" };
    }
    const verdict = this.judge(row);
    if (verdict.r === "retry") return { id: row.id, ...verdict };
    const seq = this.feed.change((at) => {
      if (verdict.r === "ok") this.apply(row, at);
    });
    if (verdict.r === "ok") this.applied.push(row.id);
    const ack: Ack = { id: row.id, ...verdict, seq };
    this.receipts.set(row.id, { hash, ack });
    return ack;
  }

  private ask({ ids }: { ids: readonly (readonly [string, string])[] }): Response {
    this.asked.push(ids.length);
    const known = ids.flatMap(([id, hash]) => {
      const kept = this.receipts.get(id);
      return kept?.hash === hash ? [{ ...kept.ack, again: true }] : [];
    });
    return json({ acks: known, backup_seq: this.backup_seq });
  }

  private changes(url: URL): Response {
    if (!this.hasSession) return problem(403, "upload_only");
    if (this.isShut(this.newest(), this.person)) return problem(401, "revoked");
    const cur = url.searchParams.get("cur");
    this.pulls.push(cur);
    if (this.doubts !== null && cur !== null) {
      const { e, s } = JSON.parse(cur);
      const { [this.doubts]: _, ...rest } = s;
      const scope = this.doubts;
      this.doubts = null;
      return json({ m: "reset", scope, why: "checksum", cur: JSON.stringify({ e, s: rest }) });
    }
    return json(this.feed.page(cur, Number(url.searchParams.get("limit"))));
  }

  /** Go back to an older copy of everything, as a restore does. */
  restore(applied: number): void {
    const gone = new Set(this.applied.splice(applied));
    for (const id of gone) this.receipts.delete(id);
    this.feed.epoch += 1;
    this.feed.seq = applied;
    for (const [key, line] of this.feed.lines) if (line.seq > applied) this.feed.lines.delete(key);
  }

  connect(_path: string, events: SocketEvents): Socket {
    const link: Link = { events, cur: undefined, open: true };
    setImmediate(() => {
      if (!this.sockets || this.weather === "down") return this.hangUp(link, 1006);
      this.links.add(link);
      events.opened();
    });
    return { send: (frame) => this.hear(link, frame), close: () => this.links.delete(link) };
  }

  private hangUp(link: Link, code: number): void {
    this.links.delete(link);
    link.events.closed(code);
  }

  dropSockets(code = 1006): void {
    for (const link of [...this.links]) this.hangUp(link, code);
  }

  get connected(): number {
    return this.links.size;
  }

  private say(link: Link, frame: object): void {
    setImmediate(() => {
      if (this.links.has(link) && this.answersPings) link.events.said(JSON.stringify(frame));
    });
  }

  private hear(link: Link, raw: string): void {
    if (!this.links.has(link)) return;
    const frame = JSON.parse(raw);
    if (frame.m === "hello") this.say(link, { m: "welcome", ...this.welcome() });
    if (frame.m === "ping") {
      this.hidden = frame.hidden ?? this.hidden;
      this.say(link, { m: "pong" });
    }
    if (frame.m === "writing") this.forms.push([frame.assignment_id, frame.for_s]);
    if (frame.m === "got") this.gots.push(frame.cur);
    if (frame.m === "sub") {
      link.cur = frame.cur;
      this.push(link, "page");
    }
  }

  private push(link: Link, m: "page" | "push"): void {
    const page = this.feed.page(link.cur ?? null, 500);
    if (page.m === "reset") {
      link.cur = null;
      this.say(link, page);
      this.push(link, m);
      return;
    }
    link.cur = page.cur;
    this.say(link, { ...page, m });
  }

  /** Send what changed to every socket, as after a COMMIT. */
  wake(): void {
    for (const link of this.links) if (link.cur !== undefined) this.push(link, "push");
  }

  /** A frame as the server would not send it. */
  sayToAll(frame: object): void {
    for (const link of this.links) this.say(link, frame);
  }

  publish(t: string, id: string, data: Data, ...scopes: readonly string[]): number {
    const seq = this.feed.change(() => this.feed.put(t, id, data, ...scopes));
    this.wake();
    return seq;
  }
}

/** As over a network that is gone without a word: nothing comes until whoever asked gives up. */
const unanswered = (signal: AbortSignal | null | undefined): Promise<Response> =>
  new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new TypeError("given up"))));

const json = (body: unknown): Response =>
  new Response(JSON.stringify(body), { headers: { "Content-Type": "application/json" } });

const problem = (status: number, code: string): Response =>
  new Response(JSON.stringify({ type: "about:blank", title: "", status, detail: "", code, advice: "fix" }), {
    status,
    headers: { "Content-Type": "application/problem+json" },
  });

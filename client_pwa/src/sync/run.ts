/** What one running loop is made of, and what its deeds share. */
import type { Hello, Welcome, Writer } from "../schema";
import type { Device, Home } from "./device";
import type { Engine } from "./engine";
import type { Event, Lane } from "./events";
import type { Outbox } from "./outbox";
import type { Ports } from "./ports";
import type { Replica } from "./replica";
import type { Answer, Wire } from "./wire";

export interface LoopParts {
  readonly ports: Ports;
  readonly wire: Wire;
  readonly home: Home;
  readonly outbox: Outbox;
  /** Null: this loop only hands over an outbox. */
  readonly replica: Replica | null;
  readonly device: Device;
  readonly person: string;
  readonly app: string;
  /** Names this start of the app. */
  readonly boot: string;
  /** When the server last answered before this start, by this device's clock. */
  readonly heard_at?: number | null;
}

export interface LoopFacts {
  readonly engine: Engine;
  /** By this device's clock. */
  readonly heard_at: number | null;
  readonly skew_ms: number;
  /** This device's time as it would be had nobody set its clock since the last welcome, or since it was opened. */
  readonly unset: number;
  readonly tick_age_s: number | null;
  readonly backup_age_s: number | null | undefined;
}

export interface LoopHooks {
  readonly moved: (facts: LoopFacts) => void;
  readonly outboxChanged: () => Promise<void>;
  /** The server gave a token, and said whether whoever asked was shut out: what others left here may be asked about, too. */
  readonly entered: (revoked: boolean) => void;
  /** Who else of the team has the form of an outcome open now. */
  readonly writers: (by: readonly Writer[]) => void;
  /** The server says that another device goes by this one's name. */
  readonly copied: () => void;
  /** Destroy what could be read here. */
  readonly wipe: () => Promise<void>;
}

/** The form of an outcome that is open on this phone, since when by its monotonic clock. */
export interface OpenForm {
  readonly unit_id: string;
  readonly assignment_id: string;
  readonly mono: number;
}

/** An event without its time. */
export type News = Event extends infer E ? (E extends Event ? Omit<E, "at"> : never) : never;

/** What the effects share while a loop runs. */
export interface Run {
  readonly parts: LoopParts;
  readonly hooks: LoopHooks;
  readonly tell: (news: News) => void;
  readonly heard: () => void;
  /** The organization's time by its last welcome; setting this device's clock does not move it. */
  readonly time: () => number;
  readonly learn: (welcome: Welcome) => Promise<void>;
  readonly hello: (resent: boolean) => Promise<Hello>;
  form: OpenForm | null;
  token: string;
  bytes: number;
  tick_age_s: number | null;
  backup_age_s: number | null | undefined;
  /** Commands the server stumbled over: they wait behind the others. */
  readonly deferred: Set<string>;
}

/** An answer that was not "ok": tell the engine what it means for this lane. */
export const failed = (run: Run, lane: Lane, answer: Answer<unknown>, sent = 0): void => {
  if (answer.type === "ok") return;
  const after = answer.type === "lost" ? answer.after : 0;
  const code = answer.type === "refused" ? answer.code : "";
  if (code === "revoked") run.tell({ type: "revoked" });
  if (answer.type === "refused" && answer.status === 401) run.tell({ type: "unauthorized", lane });
  else run.tell({ type: "lost", lane, after, sent });
  if (code === "upload_only") run.tell({ type: "upload_only" });
};

/** What a deed that throws (a database failed) is to the engine: it tries again. */
export const lost = (lane: Lane): News => ({ type: "lost", lane, after: 0, sent: 0 });

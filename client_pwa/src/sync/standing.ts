/** Where what was saved stands, said from the outbox and the loop. Pure. */
import type { LoopFacts } from "./run";
import { type Entry, isCovered, type Shadow } from "./outbox";
import type { Pending } from "./overlay";

export interface SyncStatus {
  readonly kind: "allSent" | "saved" | "sending" | "attention";
  /** Saved on this device and not answered yet, by whomever. */
  readonly waiting: number;
  /** How many of those somebody else saved who used this device: they go by themselves, and nobody here reads them. */
  readonly others: number;
  /** Held by the server or impossible to send: this person must look. */
  readonly attention: number;
  /** When the server last answered, by `now()`; null: not since the app started. */
  readonly heardAt: number | null;
  readonly live: boolean;
  /** How late the server's timers are; null: not told. */
  readonly tickAgeS: number | null;
  /** How old the server's last backup is; null: there is none yet. Undefined: not told. */
  readonly backupAgeS?: number | null | undefined;
  readonly signInNeeded: boolean;
  readonly upgrade: boolean;
  /** It heard nothing for so long that it put away what the server had shown. */
  readonly lapsed?: boolean;
  /** This device is full: the room kept for that is in use. */
  readonly full?: boolean;
}

/** One saved command: `saved` here, `sent` and answered, or `held` with the reason. */
export interface Waiting {
  readonly id: string;
  readonly type: string;
  readonly entity: string;
  readonly savedAt: number;
  readonly state: "saved" | "sent" | "held";
  readonly code: string | null;
  /** The server could not take it: it is on this device only. */
  readonly stuck: boolean;
  /** What it says, while this person can read it here. */
  readonly args?: unknown;
}

/** A saved command whose content this person can still read here. */
export interface Known {
  readonly shadow: Shadow;
  readonly pending: Pending;
}

/** Needs a person: in custody with a reason, or not to be sent at all. */
const asks = (entry: Entry): boolean => entry.state === "stuck" || (entry.state === "held" && !entry.settled);

export const statusOf = (entries: readonly Entry[], facts: LoopFacts | null, person: string): SyncStatus => {
  const saved = entries.filter((entry) => entry.state === "saved");
  const waiting = saved.length;
  const attention = entries.filter((entry) => entry.person === person && asks(entry)).length;
  const engine = facts?.engine;
  const sending = engine !== undefined && engine.upload !== "idle";
  const sent = waiting === 0 ? "allSent" : sending ? "sending" : "saved";
  const heard = facts?.heard_at ?? null;
  return {
    kind: attention > 0 ? "attention" : sent,
    waiting,
    others: saved.filter((entry) => entry.person !== person).length,
    attention,
    heardAt: heard === null ? null : heard + (facts?.skew_ms ?? 0),
    live: engine?.socket === "live",
    tickAgeS: facts?.tick_age_s ?? null,
    backupAgeS: facts?.backup_age_s,
    signInNeeded: engine !== undefined && (engine.refused || engine.rights === "upload"),
    upgrade: engine?.upgrade ?? false,
  };
};

export const sameStatus = (one: SyncStatus, other: SyncStatus): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Of this person everything not yet behind them, oldest first: waiting here, in custody, or not seen in the feed. */
export const waitingOf = (
  entries: readonly Entry[],
  known: readonly Known[],
  reached: number,
  person: string,
): readonly Waiting[] => {
  const own = entries.filter((entry) => entry.person === person);
  const open = own.filter((entry) => entry.state === "saved" || asks(entry));
  const args = new Map(known.map(({ pending }) => [pending.id, pending.args]));
  const here = open.map((entry): Waiting => {
    const { id, type, entity, at, code } = entry;
    return {
      id,
      type,
      entity,
      savedAt: at,
      state: entry.state === "saved" ? "saved" : "held",
      code,
      stuck: entry.state === "stuck",
      args: args.get(id),
    };
  });
  const sent = known
    .filter(({ shadow }) => shadow.acked && !isCovered(shadow, reached))
    .map(({ pending: { id, type, entity, at, args } }): Waiting => {
      return { id, type, entity, savedAt: at, state: "sent", code: null, stuck: false, args };
    });
  return [...here, ...sent].sort((one, other) => one.savedAt - other.savedAt);
};

/** What to lay over the rows: not what its rows already show, and what the server refused until they show what is true. */
export const toShow = (entries: readonly Entry[], known: readonly Known[], reached: number): readonly Pending[] => {
  const held = entries.filter(({ state, seq }) => state === "held" && (seq ?? 0) <= reached);
  const over = new Set(held.map(({ id }) => id));
  return known
    .filter(({ shadow }) => !over.has(shadow.id) && !isCovered(shadow, reached))
    .map(({ pending }) => pending);
};

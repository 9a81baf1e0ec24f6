/** Time that only moves when a test moves it, and databases that a test can kill. */
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";

export interface TestClock {
  readonly now: () => number;
  readonly mono: () => number;
  readonly after: (ms: number, call: () => void) => () => void;
  /** Run every timer that comes due within so many milliseconds. */
  readonly pass: (ms: number) => void;
  /** Somebody sets the wall clock. */
  readonly jump: (ms: number) => void;
}

export const NOON = 1_790_000_000_000;

export const newClock = (): TestClock => {
  let mono = 1000;
  let noon = NOON;
  let next = 0;
  const timers = new Map<number, { readonly at: number; readonly call: () => void }>();
  const firstDue = (until: number) =>
    [...timers].filter(([, timer]) => timer.at <= until).sort((a, b) => a[1].at - b[1].at)[0];
  return {
    now: () => noon + mono,
    mono: () => mono,
    after: (ms, call) => {
      const id = next++;
      timers.set(id, { at: mono + Math.max(0, ms), call });
      return () => void timers.delete(id);
    },
    jump: (ms) => {
      noon += ms;
    },
    pass: (ms) => {
      const until = mono + ms;
      for (let due = firstDue(until); due !== undefined; due = firstDue(until)) {
        timers.delete(due[0]);
        mono = Math.max(mono, due[1].at);
        due[1].call();
      }
      mono = until;
    },
  };
};

/** Let everything that only waits for the event loop happen: promises, databases, cryptography. */
export const breathe = async (turns = 8): Promise<void> => {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
};

/** Wait for something to become true while virtual time passes in small steps. */
export const until = async (
  clock: TestClock,
  isSo: () => boolean | Promise<boolean>,
  what = "what the test waits for",
): Promise<void> => {
  for (let turn = 0; turn < 4000; turn++) {
    if (await isSo()) return;
    await breathe();
    // On a busy machine cryptography, which has threads of its own, must not be outrun by virtual time.
    if (turn > 100) await new Promise((resolve) => setTimeout(resolve, 2));
    clock.pass(50);
  }
  throw new Error(`never came: ${what}`);
};

/** Empty databases, as on a new phone. */
export const newDisk = (): void => {
  globalThis.indexedDB = new IDBFactory();
};

/** Seeded chance: the same test always sees the same one. */
export const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const killed = new WeakSet<IDBDatabase>();
const born = new Set<IDBDatabase>();
let left = Number.POSITIVE_INFINITY;
let watching = false;

/** From now on let so many write transactions begin; then the app is dead: nothing of it touches a database again. */
export const killAfter = (transactions: number): void => {
  left = transactions;
  if (watching) return;
  watching = true;
  const begin = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (this: IDBDatabase, stores, mode, options) {
    born.add(this);
    if (!killed.has(this) && mode === "readwrite") {
      if (left <= 0) for (const db of born) killed.add(db);
      left -= 1;
    }
    if (killed.has(this)) throw new DOMException("the app was killed", "AbortError");
    return begin.call(this, stores, mode, options);
  };
};

/** A new start of the app: what opens from now on lives, what was open is dead. */
export const restart = (): void => {
  for (const db of born) killed.add(db);
  born.clear();
  left = Number.POSITIVE_INFINITY;
};

/** True once the write that was one too many was asked for. */
export const isKilled = (): boolean => left < 0;

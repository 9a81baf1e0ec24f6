/** How long this device keeps what the server showed, when it hears nothing more. */
import type { Parts } from "./book";
import type { SyncClient } from "./client";
import type { Loop } from "./loop";
import type { Replica } from "./replica";

/** By this device's own clock: until when, and the latest time that it ever showed. */
export interface Lease {
  readonly until: number;
  readonly seen: number;
}

/** A clock may be put right by this much without anybody meaning harm. */
const BACK_MS = 5 * 60_000;

/** A clock that went back behind the latest time ever seen counts as the end: whoever holds a device can set it. */
export const isOver = ({ until, seen }: Lease, now: number): boolean => now >= until || now < seen - BACK_MS;

/** The time is noted; what is over stays over, whatever the clock says next. */
const noted = (lease: Lease, now: number): Lease => ({
  until: isOver(lease, now) ? 0 : lease.until,
  seen: Math.max(lease.seen, now),
});

/**
 * By the clock, and by what it would say had nobody set it: `unset`, as far as this is known.
 *
 * Set back by a little again and again it is set back, by the sum of that.
 */
export const minded = (lease: Lease, now: number, unset: number): Lease =>
  noted(noted(lease, now), Math.max(now, unset));

const MINUTE_MS = 60_000;

/**
 * Put away what the server showed once it has been silent for longer than that may be kept, and look again every minute.
 *
 * What a locked phone has at hand stays, and so do drafts and what was saved.
 */
export const bounded = async (
  { session, ports, home, device, channel }: Parts,
  loop: Loop,
  replica: Replica,
  rows: SyncClient["rows"],
): Promise<() => void> => {
  const mind = async (): Promise<void> => {
    const { cur } = replica.kept().position;
    const { heard_at, engine, unset } = loop.facts();
    // A clock that is set says nothing while the server shows rows.
    const isTold = engine.rights === "full" && heard_at !== null && ports.now() - heard_at < MINUTE_MS;
    if (cur === null || isTold || !(await home.isOver(device.id, ports.now(), unset))) return;
    // Where that part of the app is not here nothing at all is kept.
    const left = await import("./later/locking/card")
      .then((card) => card.reduced({ session, rows }))
      .catch(() => new Map());
    await replica.reduce(cur, left);
    channel.tell("replica");
  };
  let cancel = (): void => undefined;
  const mindOn = (): Promise<void> => {
    cancel();
    cancel = ports.after(MINUTE_MS, mindOn);
    return mind().catch(() => undefined);
  };
  const unwatch = ports.wakes(mindOn);
  await mindOn();
  return () => {
    cancel();
    unwatch();
  };
};

/**
 * The server's share on this device: asked for online, kept while it may be, forgotten after.
 *
 * It lies under a key that this browser uses without a PIN, so whoever copies the profile within its time has it, and
 * is held up by the PIN's cost alone. Its end is judged by this device's clock, which its holder can set: a clock that
 * went back behind the latest time ever seen here counts as the end. What a browser has deleted may lie in its files
 * for a while longer; the share is worth nothing there once the organization has shut the device out and the data key
 * was made anew, and never without the PIN.
 */
import type { Session, Share } from "../../../schema";
import { decode64, sha256 } from "../../bytes";
import type { Home, Lock, Person } from "../../device";
import { isOver } from "../../lease";
import { openLocker } from "../../locker";
import type { Ports } from "../../ports";
import { type Answer, ask, posted } from "../../wire";

export const askShare = (ports: Ports, session: Session): Promise<Answer<Share>> =>
  ask(ports, "/api/session/share", posted("", { "X-CSRF": session.csrf }), "share");

export const shareName = (share: string): Promise<string> => sha256(decode64(share));

/** Change the lock on the disk, if there is one; answers the person as it stands then. */
export const editLock = (
  home: Home,
  person: string,
  edit: (lock: Lock) => Partial<Lock>,
): Promise<(Person & { readonly lock: Lock }) | null> =>
  home.db.use(async (open) => {
    const tx = open.transaction("person", "readwrite", { durability: "strict" });
    const found = await tx.store.get(person);
    const lock = found?.lock;
    if (found === undefined || lock === undefined) {
      await tx.done;
      return null;
    }
    const next = { ...found, lock: { ...lock, ...edit(lock) } };
    await Promise.all([tx.store.put(next, person), tx.done]);
    return next;
  });

const GONE = { share: null, until: 0 } as const;

/** The time is noted, and a share whose time is over is let go of; by a clock set back the last PIN was tried now. */
export const mind = (home: Home, person: string, ports: Ports) => {
  const now = ports.now();
  return editLock(home, person, (lock) => ({
    ...(isOver(lock, now) ? GONE : {}),
    seen: Math.max(now, lock.seen),
    ...(lock.tried !== undefined && { tried: Math.min(now, lock.tried) }),
  }));
};

/** Keep a share that was just handed out until the organization says, or not at all. */
export const keepShare = async (home: Home, person: string, ports: Ports, { share, until, now }: Share) => {
  const found = await home.db.use((open) => open.get("person", person));
  if (found === undefined) return null;
  const box = await openLocker(found.key, ports.bytes).seal("share", person, share);
  const own = ports.now();
  return editLock(home, person, () => ({
    ...(until === null ? GONE : { share: box, until: own + until - now }),
    // The time of the organization was just heard: from here the clock may only go forward.
    seen: own,
  }));
};

/** So many wrong PINs, then it opens where there is a network only, until the right one comes. */
export const TRIES = 10;

/** So many wrong PINs, as by cold fingers, cost no pause. */
const FREE = 4;
const PAUSES_MS = [0, 5_000, 15_000, 60_000, 300_000];

/** How long it takes no PIN still: longer with each wrong one, and five minutes at most. */
const stillOf = (wrong: number, tried: number, now: number): number => {
  const pause = PAUSES_MS[Math.min(Math.max(0, wrong - FREE), 4)] ?? 0;
  return Math.min(pause, Math.max(0, tried + pause - now));
};

/**
 * The same by this device's clock and, where the organization was asked now and then, by its clock: the longer of them.
 *
 * Whoever sets the device's clock on tries their ten sooner, and not one more.
 */
export const pauseOf = ({ wrong, tried = 0, told = null }: Lock, now: number, toldNow: number | null): number =>
  Math.max(stillOf(wrong, tried, now), told === null || toldNow === null ? 0 : stillOf(wrong, told, toldNow));

/** The share that lies here, if it may still be used. */
export const keptShare = async ({ key, lock }: Person, person: string, ports: Ports): Promise<string | null> => {
  const box = lock?.share ?? null;
  if (box === null) return null;
  const share = await openLocker(key, ports.bytes).open("share", person, box);
  return typeof share === "string" ? share : null;
};

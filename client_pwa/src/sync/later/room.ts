/** Room kept for a full phone: given up when a save finds none, held again when there is some. */
import type { Parts } from "../book";
import type { Home } from "../device";

const KEY = "room";
/** Enough for hundreds of records. */
const BYTES = 2_000_000;
/** The most that chance is given out in. */
const PIECE = 65_536;

/** Nothing that could be packed smaller. */
const noise = (): ArrayBuffer => {
  const bytes = new Uint8Array(BYTES);
  for (let at = 0; at < BYTES; at += PIECE) crypto.getRandomValues(bytes.subarray(at, at + PIECE));
  return bytes.buffer;
};

/** True when the room is there; false on a phone that is full. What others were shown here makes room first. */
export const holdRoom = async (parts: Parts): Promise<boolean> => {
  const { home } = parts;
  try {
    await (await import("./leaving/signout")).forgetOthers(parts);
    if ((await home.db.use((open) => open.getKey("blob", KEY))) !== undefined) return true;
    const box = { iv: new Uint8Array(0), ct: noise() };
    await home.db.use((open) => open.put("blob", { version: 0, sha256: "", box }, KEY));
    return true;
  } catch {
    return false;
  }
};

/** Let go of the room, and of what can be read again; never of what is not sent. */
export const giveRoom = async (home: Home, person: string): Promise<void> => {
  await home.db.use(async (open) => {
    const tx = open.transaction("blob", "readwrite", { durability: "strict" });
    await Promise.all([tx.store.delete(KEY), tx.store.delete(person), tx.done]);
  });
};

/** Two lockers of one lock: of whoever opened it, and of the locked device, which only puts in. */
import { type Bytes, decode64, encode64, text, utf8 } from "../../bytes";
import type { Lock } from "../../device";
import { type Box, type Locker, openLocker } from "../../locker";
import { agree, newRun } from "../../seal";

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const KID = "locked";

/** Both halves of a new pair: one to be kept in clear, one to be put under the data key. */
export const newPair = async (): Promise<{ readonly write: string; readonly read: Bytes }> => {
  const pair = await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]);
  const write = encode64(new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)));
  return { write, read: new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey)) };
};

const algorithm = (store: string, id: string, iv: Bytes): AesGcmParams => ({
  ...{ name: "AES-GCM", iv },
  additionalData: utf8(`${store}|${id}`),
});

/** Everything under the data key, and what was put in while it was locked. */
export const wholeLocker = async (
  key: CryptoKey,
  lock: Pick<Lock, "read">,
  bytes: (length: number) => Bytes,
): Promise<Locker> => {
  const plain = openLocker(key, bytes);
  const kept = await plain.open("lock", "read", lock.read);
  if (typeof kept !== "string") return plain;
  const read = await crypto.subtle.importKey("pkcs8", decode64(kept), CURVE, false, ["deriveBits"]);
  const openRun = async (store: string, id: string, box: Box, run: Bytes): Promise<unknown> => {
    try {
      const shared = await agree(read, run, { kid: KID, public: encode64(run) });
      const said: unknown = JSON.parse(text(await crypto.subtle.decrypt(algorithm(store, id, box.iv), shared, box.ct)));
      return said;
    } catch {
      return undefined;
    }
  };
  return {
    seal: plain.seal,
    open: (store, id, box) => (box.run === undefined ? plain.open(store, id, box) : openRun(store, id, box, box.run)),
  };
};

/** What goes in comes out with the PIN only. */
export const slot = async ({ write }: Pick<Lock, "write">, bytes: (length: number) => Bytes): Promise<Locker> => {
  const pair = await newRun();
  const run = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const shared = await agree(pair.privateKey, run, { kid: KID, public: write });
  return {
    seal: async (store, id, value) => {
      const iv = bytes(12);
      const ct = await crypto.subtle.encrypt(algorithm(store, id, iv), shared, utf8(JSON.stringify(value)));
      return { iv, ct, run };
    },
    open: async () => undefined,
  };
};

/**
 * The sealed envelope a command travels in (protocol §2; the format is final).
 *
 * Written once, sent again byte for byte. This device cannot read back what it sealed.
 */
import type { OutboxRow, SealingKey } from "../schema";
import { type Bytes, decode64, encode64, join, sha256, utf8 } from "./bytes";

/** Everything of a row that is not secret; it is bound to the arguments and cannot be changed afterwards. */
export type Header = Omit<OutboxRow, "sealed">;

/** The header's bytes as both sides hash and authenticate them. */
export const headerText = (row: Header): string =>
  JSON.stringify([
    row.id,
    row.dseq,
    row.person,
    row.at,
    row.mono,
    row.type,
    row.v,
    row.entity,
    row.base,
    row.after,
    row.enc,
    row.kid,
  ]);

/** What makes two rows the same row: SHA-256 over header and sealed text, in hex. */
export const rowHash = (row: OutboxRow): Promise<string> => sha256(utf8(`${headerText(row)}\n${row.sealed}`));

/** Half of a letter pair (a cut emoji) has no UTF-8 form: the server would have to hold the whole command for it. */
const whole = (_key: string, value: unknown): unknown =>
  typeof value === "string" ? value.replace(/\p{Surrogate}/gu, "\ufffd") : value;

/** The arguments as the text that is sealed. */
export const argumentsText = (args: unknown): string => JSON.stringify(args, whole);

/** The key pair of one run of the app. It lives in memory only. */
export const newRun = (): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);

export interface Sealer {
  readonly kid: string;
  /** An `iv` is 12 random bytes, never used twice. */
  readonly seal: (header: Omit<Header, "enc" | "kid">, args: string, iv: Bytes) => Promise<OutboxRow>;
}

/** Seal to an announced key of the organization with this run's key pair: one key agreement for all its rows. */
export const openSealer = async (run: CryptoKeyPair, to: Pick<SealingKey, "kid" | "public">): Promise<Sealer> => {
  const own = new Uint8Array(await crypto.subtle.exportKey("raw", run.publicKey));
  const key = await agree(run.privateKey, own, to);
  return {
    kid: to.kid,
    seal: async (given, args, iv) => {
      const header: Header = { ...given, enc: "p256-1", kid: to.kid };
      const algorithm = { name: "AES-GCM", iv, additionalData: utf8(headerText(header)) };
      const body = await crypto.subtle.encrypt(algorithm, key, utf8(args));
      return { ...header, sealed: encode64(join(own, iv, new Uint8Array(body))) };
    },
  };
};

/** What `own` and the other's key make together; `salt` is the public key of the run that sealed. */
export const agree = async (
  own: CryptoKey,
  salt: Bytes,
  to: Pick<SealingKey, "kid" | "public">,
): Promise<CryptoKey> => {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const theirs = await crypto.subtle.importKey("raw", decode64(to.public), curve, false, []);
  const secret = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, own, 256);
  const base = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const info = utf8(`field727 seal p256-1 ${to.kid}`);
  const hkdf = { name: "HKDF", hash: "SHA-256", salt, info };
  return crypto.subtle.deriveKey(hkdf, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
};

/** The row as it is kept and sent; the field order never changes. */
export const wireText = (row: OutboxRow): string =>
  JSON.stringify({
    id: row.id,
    dseq: row.dseq,
    person: row.person,
    at: row.at,
    mono: row.mono,
    type: row.type,
    v: row.v,
    entity: row.entity,
    base: row.base,
    after: row.after,
    enc: row.enc,
    kid: row.kid,
    sealed: row.sealed,
  });

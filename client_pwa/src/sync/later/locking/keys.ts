/**
 * The key that opens the data key: HKDF over Argon2id(PIN) and the server's share.
 *
 * Neither is enough. Without the share nobody can even try PINs; with it each try costs what Argon2id costs.
 */
import { type Bytes, join, utf8 } from "../../bytes";
import type { Box } from "../../locker";
import type { Cost } from "./argon";
import { type Argon, beside } from "./beside";

/** The least that is allowed. */
const FLOOR: Cost = { memory: 19_456, passes: 2 };
/** Dearest first. */
const COSTS: readonly Cost[] = [{ memory: 65_536, passes: 3 }, { memory: 32_768, passes: 3 }, FLOOR];
/** A person in the street waits so long for the app to open. */
const BEARABLE_MS = 1_000;

/**
 * The dearest guess that this device makes in a bearable time, by a clock in milliseconds.
 *
 * How long the least takes tells; where no more can be borne that is the guess, and a slow phone makes none again.
 */
export const dearest = async (
  argon: Argon,
  secret: Bytes,
  salt: Bytes,
  mono: () => number,
): Promise<Cost & { readonly guess: Bytes }> => {
  const began = mono();
  const least = await argon(secret, salt, FLOOR);
  const each = (mono() - began) / (FLOOR.memory * FLOOR.passes);
  const cost = COSTS.find(({ memory, passes }) => memory * passes * each <= BEARABLE_MS) ?? FLOOR;
  return { ...cost, guess: cost === FLOOR ? least : await argon(secret, salt, cost) };
};

export const PIN_LENGTH = 6;

export const isPin = (typed: string): boolean => typed.length === PIN_LENGTH && /^\d+$/.test(typed);

/** `person` and `device` are bound in: a wrapped key opens where it was made. */
export const wrappingKey = async (
  pin: string,
  share: Bytes,
  { salt, memory, passes }: Cost & { readonly salt: Bytes },
  owner: string,
): Promise<CryptoKey> => {
  const guess = await beside((argon) => argon(utf8(pin), salt, { memory, passes }));
  return byGuess(guess, share, salt, owner);
};

/** The same for a PIN that is chosen now, with what a guess at it costs from now on. */
export const chosenKey = async (pin: string, share: Bytes, salt: Bytes, owner: string, mono: () => number) => {
  const { guess, ...cost } = await beside((argon) => dearest(argon, utf8(pin), salt, mono));
  return { cost, key: await byGuess(guess, share, salt, owner) };
};

const byGuess = (guess: Bytes, share: Bytes, salt: Bytes, owner: string): Promise<CryptoKey> =>
  derived(join(guess, share), salt, `lock 1 ${owner}`);

/** The same of a secret that cannot be guessed. */
export const passkeyKey = (secret: Bytes, share: Bytes, salt: Bytes, owner: string): Promise<CryptoKey> =>
  derived(join(secret, share), salt, `passkey 1 ${owner}`);

const derived = async (secret: Bytes, salt: Bytes, info: string): Promise<CryptoKey> => {
  const base = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const hkdf = { name: "HKDF", hash: "SHA-256", salt, info: utf8(`field727 ${info}`) };
  return crypto.subtle.deriveKey(hkdf, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
};

export const wrapped = async (key: CryptoKey, raw: Bytes, iv: Bytes): Promise<Box> => ({
  iv,
  ct: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, raw),
});

/** Null: a wrong PIN, or another share. */
export const unwrapped = async (key: CryptoKey, { iv, ct }: Box): Promise<Bytes | null> => {
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, ct));
  } catch {
    return null;
  }
};

/** The data key for use: from here it cannot be read, and lies in memory only. */
export const dataKey = (raw: Bytes): Promise<CryptoKey> =>
  crypto.subtle.importKey("raw", raw, { name: "AES-GCM" }, false, ["encrypt", "decrypt"]);

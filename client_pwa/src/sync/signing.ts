/** ECDSA P-256 signatures: the device's own, and the organization's over its sealing keys. */
import type { SealingKey } from "../schema";
import { decode64, encode64, utf8 } from "./bytes";

const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const SIGNATURE = { name: "ECDSA", hash: "SHA-256" };

/** A device key: it can sign, it can never be read. */
export const newDeviceKey = (): Promise<CryptoKeyPair> => crypto.subtle.generateKey(CURVE, false, ["sign", "verify"]);

/** A public key as it stands on the wire. */
export const publicText = async (key: CryptoKey): Promise<string> =>
  encode64(new Uint8Array(await crypto.subtle.exportKey("raw", key)));

/** The signature of this device, base64url of 64 bytes. */
export const sign = async (key: CryptoKey, message: string): Promise<string> =>
  encode64(new Uint8Array(await crypto.subtle.sign(SIGNATURE, key, utf8(message))));

/** True only for a genuine signature; whatever is malformed is simply not one. */
export const verify = async (signer: string, message: string, sig: string): Promise<boolean> => {
  try {
    const key = await crypto.subtle.importKey("raw", decode64(signer), CURVE, false, ["verify"]);
    return await crypto.subtle.verify(SIGNATURE, key, decode64(sig), utf8(message));
  } catch {
    return false;
  }
};

/** The announced keys that the pinned signing key vouches for, in the order announced. */
export const genuine = async (signer: string, keys: readonly SealingKey[]): Promise<readonly SealingKey[]> => {
  const checked = await Promise.all(
    keys.map((key) => verify(signer, `field727 key ${key.kid} ${key.public}`, key.sig)),
  );
  return keys.filter((_key, index) => checked[index] === true);
};

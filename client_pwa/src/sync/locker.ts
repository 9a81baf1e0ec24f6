/**
 * What lies on this device lies here as ciphertext: one AES-GCM data key per person and device, never readable.
 *
 * Destroying the key is wiping the data. A box opens only in the store and under the id it was made for.
 */
import { type Bytes, text, utf8 } from "./bytes";

export interface Box {
  readonly iv: Bytes;
  readonly ct: ArrayBuffer;
  /** Sealed while the device was locked: with which key of that run of the app (`later/locking`). */
  readonly run?: Bytes;
}

export interface Locker {
  readonly seal: (store: string, id: string, value: unknown) => Promise<Box>;
  /** Undefined when the key does not fit: the box belongs elsewhere or to a destroyed key. */
  readonly open: (store: string, id: string, box: Box) => Promise<unknown>;
}

export const newDataKey = (): Promise<CryptoKey> =>
  crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);

export const openLocker = (key: CryptoKey, bytes: (length: number) => Bytes): Locker => {
  const algorithm = (store: string, id: string, iv: Bytes): AesGcmParams => ({
    name: "AES-GCM",
    iv,
    additionalData: utf8(`${store}|${id}`),
  });
  return {
    seal: async (store, id, value) => {
      const iv = bytes(12);
      const plain = utf8(JSON.stringify(value));
      return { iv, ct: await crypto.subtle.encrypt(algorithm(store, id, iv), key, plain) };
    },
    open: async (store, id, box) => {
      try {
        const plain = await crypto.subtle.decrypt(algorithm(store, id, box.iv), key, box.ct);
        const value: unknown = JSON.parse(text(plain));
        return value;
      } catch {
        return undefined;
      }
    },
  };
};

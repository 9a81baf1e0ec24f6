/**
 * Argon2id beside the page, in a worker of its own, so that the page goes on drawing and hearing taps for the second that
 * a guess takes. Where no worker starts, the page makes it itself, in spells: the same code, fetched as it is needed.
 */
import type { Bytes } from "../../bytes";
import { scriptUrl } from "../../worker";
import type { argon } from "./argon";

export type Argon = typeof argon;
export type Guess = Parameters<Argon>;
export type Guessed = { readonly is: "made"; readonly bytes: Bytes } | { readonly is: "ready" | "failed" };

/** What it says next; rejects when it cannot be fetched or started. */
const said = (worker: Worker): Promise<Guessed> =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Guessed>) => resolve(data);
    worker.onerror = () => reject(new Error("the worker does not run"));
  });

/** Resolves when it can be asked. Null where there is none. */
const started = async (): Promise<Worker | null> => {
  if (typeof Worker === "undefined") return null;
  try {
    const worker = new Worker(scriptUrl(__GUESSER__), { type: "module" });
    await said(worker);
    return worker;
  } catch {
    return null;
  }
};

/** Do this with Argon2id. The worker and its memory are gone when it is done; so is what the PIN became in there. */
export const beside = async <T>(work: (argon: Argon) => Promise<T>): Promise<T> => {
  const worker = await started();
  if (worker === null) return work((await import("./guesser")).argon);
  try {
    return await work(async (...guess) => {
      worker.postMessage(guess);
      const made = await said(worker);
      if (made.is !== "made") throw new Error("the worker has no room");
      return made.bytes;
    });
  } finally {
    worker.terminate();
  }
};

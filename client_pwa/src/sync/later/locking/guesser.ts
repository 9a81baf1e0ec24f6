/** The worker of `beside.ts`: one guess after another, until it is ended. A page that has none fetches the same file. */
import { argon } from "./argon";
import type { Guess, Guessed } from "./beside";

export { argon };

const say = (what: Guessed): void => postMessage(what);

if ("WorkerGlobalScope" in globalThis) {
  addEventListener("message", ({ data }: MessageEvent<Guess>) => {
    argon(...data).then(
      (bytes) => say({ is: "made", bytes }),
      () => say({ is: "failed" }),
    );
  });
  say({ is: "ready" });
}

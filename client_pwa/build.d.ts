/** Filled in when the app is built: the first two by vite.config.ts for the service worker (src/sw.ts). */

/** Every path a responder needs offline, "/" first. Console and manager chunks are not in it. */
declare const __PRECACHE__: readonly string[];

/** Changes when any precached byte changes; names the cache. */
declare const __BUILD__: string;

/** By lighter.ts: the address of the file that holds the Spanish sentences. */
declare const __SPANISH__: string;

/** By lighter.ts: the address of the worker that makes guesses at a PIN. */
declare const __GUESSER__: string;

/** `src/sync/later/closed.ts`: what it is made of knows pages, which the worker's own types do not. */
declare module "field727:closed" {
  export const sendClosed: () => Promise<void>;
}

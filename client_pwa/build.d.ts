/** Filled in by vite.config.ts when it builds the service worker (src/sw.ts). */

/** Every path a responder needs offline, "/" first. Console and manager chunks are not in it. */
declare const __PRECACHE__: readonly string[];

/** Changes when any precached byte changes; names the cache. */
declare const __BUILD__: string;

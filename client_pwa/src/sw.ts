/**
 * Keeps the app itself on the device, so that it opens with no network. It never touches what people save.
 *
 * One cache per build. A new build is fetched whole beside the old one and waits; it takes over when the person says
 * so, and only then is the old one deleted.
 */
declare const self: ServiceWorkerGlobalScope;

const PREFIX = "field727-shell-";
const SHELL = `${PREFIX}${__BUILD__}`;

/** What only the server answers: never from a cache, never with the app's page. */
const SERVER = /^\/(?:api|openapi|schema|healthz|readyz|metrics)(?:[/.]|$)/;

const isOurs = (url: URL): boolean => url.origin === self.location.origin;

/** A page of the app, by its address: no file name, not the server's, not this script. */
const isPage = (request: Request, url: URL): boolean =>
  request.mode === "navigate" && !SERVER.test(url.pathname) && !/\.[a-z0-9]+$/.test(url.pathname);

const install = async (): Promise<void> => {
  const cache = await caches.open(SHELL);
  // Past the HTTP cache: a shell made of two builds would not start.
  await cache.addAll(__PRECACHE__.map((path) => new Request(path, { cache: "reload" })));
};

const clean = async (): Promise<void> => {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== SHELL);
  await Promise.all(old.map((name) => caches.delete(name)));
  // The first visit is controlled at once, so that it works offline without a second one.
  await self.clients.claim();
};

const answer = async (request: Request, key: string | Request): Promise<Response> => {
  const cache = await caches.open(SHELL);
  return (await cache.match(key)) ?? fetch(request);
};

self.addEventListener("install", (event) => event.waitUntil(install()));

self.addEventListener("activate", (event) => event.waitUntil(clean()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || !isOurs(url) || SERVER.test(url.pathname)) return;
  if (url.pathname === "/sw.js") return;
  if (isPage(request, url)) event.respondWith(answer(request, "/"));
  else if (__PRECACHE__.includes(url.pathname)) event.respondWith(answer(request, url.pathname));
});

self.addEventListener("message", (event) => {
  if (event.data === "activate") event.waitUntil(self.skipWaiting());
});

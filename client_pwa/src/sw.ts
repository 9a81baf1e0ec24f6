/**
 * Keeps the app itself on the device, so that it opens with no network. It never changes what people save.
 *
 * One cache per build. A new build is fetched whole beside the old one and waits; it takes over when the person says
 * so, and only then is the old one deleted.
 *
 * It also rings: a push says "look" and nothing else, and every one is shown. Who is asked to do what, only the app
 * knows.
 */
import type { Session } from "./schema";
import { addressOf, asked, isHeard, RANG, spoken } from "./sync/later/address";
import { type Syncing, WAITS } from "./sync/later/closing";
import { sendClosed } from "field727:closed";
import { en } from "./text/ringing.en";
import { es } from "./text/ringing.es";

declare const self: ServiceWorkerGlobalScope;

const PREFIX = "field727-shell-";
const SHELL = `${PREFIX}${__BUILD__}`;

/** What only the server answers: never from a cache, never with the app's page. */
const SERVER = /^\/(?:api|openapi|schema|healthz|readyz|metrics)(?:[/.]|$)/;

/** A part of the app: its name says what is in it. */
const PART = /^\/assets\/[\w.-]+$/;

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

/** Parts that only a console runs: it says which. */
const keep = async (paths: readonly unknown[]): Promise<void> => {
  const cache = await caches.open(SHELL);
  for (const path of paths) {
    if (typeof path !== "string" || !PART.test(path) || (await cache.match(path)) !== undefined) continue;
    // One that is gone from the server is of another build, and so is the page that runs it.
    await cache.add(path).catch(() => undefined);
  }
};

self.addEventListener("install", (event) => event.waitUntil(install()));

self.addEventListener("activate", (event) => event.waitUntil(clean()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || !isOurs(url) || SERVER.test(url.pathname)) return;
  if (url.pathname === "/sw.js") return;
  if (isPage(request, url)) event.respondWith(answer(request, "/"));
  else if (PART.test(url.pathname) || __PRECACHE__.includes(url.pathname))
    event.respondWith(answer(request, url.pathname));
});

self.addEventListener("message", (event) => {
  if (event.data === "activate") event.waitUntil(self.skipWaiting());
  if (event.data === "claim") event.waitUntil(self.clients.claim());
  if (Array.isArray(event.data)) event.waitUntil(keep(event.data));
});

const told = (path: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

const pages = (): Promise<readonly WindowClient[]> =>
  self.clients.matchAll({ type: "window", includeUncontrolled: true });

/** Shown before anything else is done: a phone that got a push and saw nothing is asked by its system to stop. */
const ring = async (id: string): Promise<void> => {
  const language = await spoken(caches, self.navigator.language);
  const { title, body } = language.startsWith("es") ? es : en;
  // One at a time, and each rings anew. Not every browser knows all of these.
  const how: NotificationOptions & { renotify: boolean; vibrate: number[] } = {
    body,
    tag: "alarm",
    renotify: true,
    requireInteraction: true,
    vibrate: [400, 200, 400, 200, 400],
    icon: "/icon-192.png",
  };
  await self.registration.showNotification(title, how);
  for (const page of await pages()) page.postMessage(RANG);
  if (id !== "") await told("/api/alarm/shown", { id }).catch(() => undefined);
};

/** The app itself knows what is asked: any page of it will do that comes to the front. */
const open = async (): Promise<void> => {
  const [page] = await pages();
  const came = page?.focus().then(
    () => true,
    () => false,
  );
  if ((await came) !== true) await self.clients.openWindow("/");
};

/** The browser's own service gave up our address: another one is asked for, and told. */
const renew = async (): Promise<void> => {
  const answer = await fetch("/api/session");
  if (!isHeard(answer)) return;
  const { org, csrf } = (await answer.json()) as Session;
  if ((org.push ?? null) === null) return;
  const address = addressOf(await self.registration.pushManager.subscribe(asked(org.push ?? "")));
  if (address !== null) isHeard(await told("/api/session/alarm", address, { "X-CSRF": csrf }));
};

/** Without a network the browser starts us once there is one. */
const renewOrLater = (): Promise<void> =>
  renew().catch(async () => (self.registration as Syncing).sync?.register("renew"));

self.addEventListener("push", (event) => event.waitUntil(ring(event.data?.text() ?? "")));

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open());
});

self.addEventListener("pushsubscriptionchange", (event) => (event as ExtendableEvent).waitUntil(renewOrLater()));

self.addEventListener("sync", (event) => {
  const { tag, waitUntil } = event as ExtendableEvent & { readonly tag: string };
  waitUntil.call(event, tag === WAITS ? sendClosed() : renew());
});

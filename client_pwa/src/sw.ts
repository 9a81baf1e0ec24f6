/** Placeholder until the service worker stands here. */
declare const self: ServiceWorkerGlobalScope;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(__BUILD__).then((cache) => cache.addAll(__PRECACHE__)));
});

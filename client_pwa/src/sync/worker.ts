/** Registering the service worker, and changing to a new version only when the person says so. */

/** A new version lies ready; calling this opens it. Whatever is half typed must be kept as a draft before. */
export type Activate = () => void;

/** Start the worker. `waiting` is told when a new version has been fetched whole. */
export const registerWorker = async (waiting: (activate: Activate) => void): Promise<void> => {
  const workers = navigator.serviceWorker;
  const registration = await workers.register("/sw.js", { updateViaCache: "none" });
  let asked = false;
  workers.addEventListener("controllerchange", () => {
    if (asked) location.reload();
  });
  const offer = (): void => {
    const next = registration.waiting;
    // The very first worker has nothing to replace.
    if (next === null || workers.controller === null) return;
    waiting(() => {
      asked = true;
      next.postMessage("activate");
    });
  };
  offer();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", offer);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") registration.update().catch(() => undefined);
  });
};

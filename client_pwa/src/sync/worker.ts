/** Registering the service worker, and changing to a new version only when the person says so. */

/** A new version lies ready; calling this opens it. Whatever is half typed must be kept as a draft before. */
export type Activate = () => void;

const WORKER = "/sw.js";

interface Policies {
  readonly createPolicy: (
    name: string,
    rules: { readonly createScriptURL: (url: string) => string },
  ) => { readonly createScriptURL: (url: string) => string };
}

let policy: ReturnType<Policies["createPolicy"]> | undefined;

/** The server lets only this policy name a script, once made; and this policy names only the two workers. */
export const scriptUrl = (url: string): string => {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: Policies };
  policy ??= trustedTypes?.createPolicy("field727", {
    createScriptURL: (wanted) => {
      if (wanted !== WORKER && wanted !== __GUESSER__) throw new TypeError("only the workers may be named");
      return wanted;
    },
  });
  return policy?.createScriptURL(url) ?? url;
};

/** Start the worker. `waiting` is told when a new version has been fetched whole. */
export const registerWorker = async (waiting: (activate: Activate) => void): Promise<void> => {
  const workers = navigator.serviceWorker;
  const registration = await workers.register(scriptUrl(WORKER), { updateViaCache: "none" });
  // A page that was still on its way when the worker took over belongs to none: it asks.
  void workers.ready.then(({ active }) => workers.controller ?? active?.postMessage("claim"));
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

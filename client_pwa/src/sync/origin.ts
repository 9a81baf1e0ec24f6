/** Can this address keep anything safe? Plain http addresses other than localhost cannot. */

/** What a browser must have here; `secure_context` missing explains most of the others. */
export type Missing = "secure_context" | "crypto" | "service_worker" | "indexed_db" | "locks";

/** The part of a window that is asked, so that a test can ask another. */
export interface Surroundings {
  readonly isSecureContext?: boolean;
  readonly crypto?: object;
  readonly indexedDB?: unknown;
  readonly navigator?: object;
}

const has = (owner: object | undefined, name: string): boolean =>
  owner !== undefined && name in owner && Reflect.get(owner, name) !== undefined;

/** What is missing for keeping work safe, worst first. Not empty: show a page about it and do not start. */
export const missing = (here: Surroundings = globalThis): readonly Missing[] => {
  const checks: readonly (readonly [Missing, boolean])[] = [
    ["secure_context", here.isSecureContext === true],
    ["crypto", has(here.crypto, "subtle")],
    ["service_worker", has(here.navigator, "serviceWorker")],
    ["indexed_db", has(here, "indexedDB")],
    ["locks", has(here.navigator, "locks")],
  ];
  return checks.filter(([, there]) => !there).map(([name]) => name);
};

/** Ask the browser not to clear our storage. Null where it cannot be asked; false is common and not an error. */
export const askToKeep = async (): Promise<boolean | null> => {
  const storage: Partial<StorageManager> | undefined = navigator.storage;
  if (storage?.persist === undefined) return null;
  return await storage.persist().catch(() => null);
};

/** An iPhone's browser tab: it can never be rung, and what lies in it may be deleted after seven days without use. */
export const isInATab = (here: object = navigator): boolean => "standalone" in here && here.standalone === false;

/** Whether the app stands on the Home Screen, and whether the browser promised to keep what lies here. */
export const standing = async (): Promise<{ readonly isInstalled: boolean; readonly isKept: boolean }> => ({
  isInstalled: !isInATab() && matchMedia("(display-mode: standalone)").matches,
  isKept: (await navigator.storage?.persisted?.()) === true,
});

/** What waits when the app is closed: a browser that can is asked to start the worker for it. None has to. */
import type { SyncStatus } from "../../sync/client";
import { type Syncing, WAITS } from "../../sync/later/closing";

const ask = async (): Promise<void> => {
  await ((await navigator.serviceWorker.ready) as Syncing).sync?.register(WAITS);
};

/** Asks as soon as nothing gets through, and when the app goes out of sight with something unsent; the answer ends it. */
export const sentWhenClosed = ({ waiting, live }: Pick<SyncStatus, "waiting" | "live">): (() => void) | undefined => {
  if (waiting === 0) return undefined;
  const asked = (): void => void ask().catch(() => undefined);
  if (!live) asked();
  document.addEventListener("visibilitychange", asked);
  return () => document.removeEventListener("visibilitychange", asked);
};

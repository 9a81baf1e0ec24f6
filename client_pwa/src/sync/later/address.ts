/** What the worker knows of being rung while the app is closed, and most of it the page too. */
import type { AlarmAddress } from "../../schema";

/** Where the worker finds in which language it speaks: it cannot read what a page remembers. */
export const SPOKEN = { cache: "field727-spoken", key: "/spoken" } as const;

/** The language that a page left for the worker, else another; never fails, for an alarm is shown in any case. */
export const spoken = async (kept: Pick<CacheStorage, "match">, otherwise: string): Promise<string> => {
  try {
    const left = await kept.match(SPOKEN.key, { cacheName: SPOKEN.cache });
    return (await left?.text()) ?? otherwise;
  } catch {
    return otherwise;
  }
};

/** What the worker tells every open page when an alarm stands on the screen. */
export const RANG = "field727 rang";

/** How the browser is asked: it shows every alarm, and only our own server may send one. */
export const asked = (key: string): PushSubscriptionOptionsInit => ({
  userVisibleOnly: true,
  applicationServerKey: key,
});

/** A subscription as the server is told of it; null when the browser made none that can be used. */
export const addressOf = (made: PushSubscription): AlarmAddress | null => {
  const { endpoint, keys } = made.toJSON();
  const p256dh = keys?.["p256dh"];
  const auth = keys?.["auth"];
  return endpoint === undefined || p256dh === undefined || auth === undefined ? null : { endpoint, p256dh, auth };
};

/** False for whoever is signed out or not rung here. Anything else may go well later. */
export const isHeard = ({ ok, status }: Pick<Response, "ok" | "status">): boolean => {
  if (!ok && status !== 401 && status !== 403) throw new Error(`answered ${status}`);
  return ok;
};

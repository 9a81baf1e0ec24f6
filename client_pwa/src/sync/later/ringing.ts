/** Being rung while the app is closed: asking for it, trying it, and saying whether it rang. */
import type { AlarmHeard, OwnNumber, Session } from "../../schema";
import { encode64 } from "../bytes";
import { browserPorts, type Ports } from "../ports";
import { ask, posted } from "../wire";
import { addressOf, asked, RANG, SPOKEN } from "./address";

/**
 * Whether this phone can be rung. `drill`: nobody is, here; `unable`: not by this browser; `refused`: its person or the
 * phone said no; `ask`: nobody was asked yet; `on`: it may.
 */
export type Leave = "drill" | "unable" | "refused" | "ask" | "on";

/** The part of a window that is asked, so that a test can ask another. */
export interface Surroundings {
  readonly PushManager?: unknown;
  readonly Notification?: { readonly permission: NotificationPermission };
}

export const leaveOf = (session: Pick<Session, "org">, here: Surroundings = globalThis): Leave => {
  if ((session.org.push ?? null) === null) return "drill";
  if (here.PushManager === undefined || here.Notification === undefined) return "unable";
  switch (here.Notification.permission) {
    case "granted":
      return "on";
    case "denied":
      return "refused";
    default:
      return "ask";
  }
};

const post = async (ports: Ports, session: Session, path: string, body: object): Promise<boolean> => {
  const init = posted(JSON.stringify(body), { "X-CSRF": session.csrf });
  return (await ask(ports, `/api/session/alarm${path}`, init, "m")).type === "ok";
};

type Bound = Pick<PushSubscription, "options" | "unsubscribe">;

/** What a browser can be asked of its subscription. */
interface Manager<S extends Bound> {
  readonly getSubscription: () => Promise<S | null>;
  readonly subscribe: (how: PushSubscriptionOptionsInit) => Promise<S>;
}

/** A subscription that this organization may use: the one there is, unless it is another's or a new one is wanted. */
export const subscribed = async <S extends Bound>(manager: Manager<S>, key: string, anew: boolean): Promise<S> => {
  const there = await manager.getSubscription();
  const boundTo = there?.options.applicationServerKey ?? null;
  if (there !== null && !anew && boundTo !== null && encode64(new Uint8Array(boundTo)) === key) return there;
  await there?.unsubscribe();
  return manager.subscribe(asked(key));
};

const subscribe = async (session: Session, anew: boolean): Promise<PushSubscription> => {
  const { pushManager } = await navigator.serviceWorker.ready;
  const manager: Manager<PushSubscription> = {
    getSubscription: () => pushManager.getSubscription(),
    subscribe: (how) => pushManager.subscribe(how),
  };
  return subscribed(manager, session.org.push ?? "", anew);
};

/** Where this phone is rung now, as far as the browser knows; null for nowhere. */
export const rungAt = async (): Promise<string | null> => {
  const { pushManager } = await navigator.serviceWorker.ready;
  return (await pushManager.getSubscription())?.endpoint ?? null;
};

/** What came of it: `lost`: the server was not told; `unable`: the browser's own service gave no address. */
export type TurnedOn = "on" | "refused" | "unable" | "lost";

/**
 * Ask the person, then the browser, then tell the server. Called from a tap: some phones ask nobody otherwise.
 * `anew`: an address that is dead looks like any other here, so that a trial begins with another one.
 */
export const turnOn = async (session: Session, anew: boolean, ports: Ports = browserPorts()): Promise<TurnedOn> => {
  if ((await Notification.requestPermission()) !== "granted") return "refused";
  const made = await subscribe(session, anew).catch(() => null);
  const address = made === null ? null : addressOf(made);
  if (address === null) return "unable";
  return (await post(ports, session, "", address)) ? "on" : "lost";
};

/** Whoever allowed it once is rung in every session. */
export const keepOn = async (session: Session): Promise<void> => {
  if (leaveOf(session) === "on") await turnOn(session, false);
};

/** Have it ring in ten seconds; false when the server did not hear that. */
export const tryOut = (session: Session, ports: Ports = browserPorts()): Promise<boolean> =>
  post(ports, session, "/test", {});

/** What the person heard, or that there is nothing to hear. */
export const tellHeard = (
  session: Session,
  said: AlarmHeard["said"],
  ports: Ports = browserPorts(),
): Promise<boolean> => post(ports, session, "/said", { said });

/**
 * How this person's number ends, to which a text goes where they do not see a call: null where none is known. Undefined
 * where no texts are sent, or the server was not heard. Asked each time and kept nowhere: a locked phone knows no number.
 */
export const textsEnd = async (
  { org }: Pick<Session, "org">,
  ports: Ports = browserPorts(),
): Promise<string | null | undefined> => {
  if (org.texts !== true) return undefined;
  const answer = await ask<OwnNumber>(ports, "/api/session/number", {}, "ends");
  return answer.type === "ok" ? answer.body.ends : undefined;
};

/** The worker speaks this language when no page is open. */
export const speak = async (language: string): Promise<void> => {
  const kept = await caches.open(SPOKEN.cache);
  await kept.put(SPOKEN.key, new Response(language));
};

/** Told when an alarm stands on the screen while a page is open; the answer ends that. */
export const onRang = (rang: () => void): (() => void) => {
  const heard = (event: MessageEvent<unknown>): void => {
    if (event.data === RANG) rang();
  };
  navigator.serviceWorker.addEventListener("message", heard);
  return () => navigator.serviceWorker.removeEventListener("message", heard);
};

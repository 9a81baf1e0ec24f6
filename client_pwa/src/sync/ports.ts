/** What the sync core needs of the world: network, clocks, chance, timers, locks. Tests bring their own. */
import type { Bytes } from "./bytes";

/** Why the loop should try again now; `offline`: the device says that it has no network. */
export type Wake = "online" | "offline" | "visible" | "tap" | "push" | "save";

export interface SocketEvents {
  readonly opened: () => void;
  readonly said: (frame: string) => void;
  readonly closed: (code: number) => void;
}

export interface Socket {
  readonly send: (frame: string) => void;
  readonly close: () => void;
}

/** A line to the other tabs of this app on this origin. */
export interface Channel {
  readonly tell: (what: string) => void;
  readonly close: () => void;
}

export interface Ports {
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
  readonly connect: (path: string, events: SocketEvents) => Socket;
  /** This device's wall clock, milliseconds since 1970. */
  readonly now: () => number;
  /** Whole milliseconds since the app started; never goes back. */
  readonly mono: () => number;
  /** 0 ≤ chance < 1. */
  readonly random: () => number;
  readonly bytes: (length: number) => Bytes;
  /** Calls once after so many milliseconds, unless the answer is called before. */
  readonly after: (ms: number, call: () => void) => () => void;
  /** Only one tab of this origin does work of this name at a time. */
  readonly locked: <T>(name: string, work: () => Promise<T>) => Promise<T>;
  readonly channel: (name: string, heard: (what: string) => void) => Channel;
  /** Nobody can see the page. */
  readonly hidden: () => boolean;
  /** Reports moments when the network may be back or is gone, or the page is hidden; the answer ends the reports. */
  readonly wakes: (wake: (why: Wake | "hidden") => void) => () => void;
}

const connect = (path: string, events: SocketEvents): Socket => {
  const url = new URL(path, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  const socket = new WebSocket(url);
  socket.onopen = () => events.opened();
  socket.onmessage = (event: MessageEvent<unknown>) => {
    if (typeof event.data === "string") events.said(event.data);
  };
  socket.onclose = (event) => events.closed(event.code);
  return {
    send: (frame) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(frame);
    },
    close: () => socket.close(),
  };
};

/** Without Web Locks two tabs may send the same row; the server knows it by its id and bytes. */
const locked = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
  if (!("locks" in navigator)) return work();
  return await navigator.locks.request(name, work);
};

const channel = (name: string, heard: (what: string) => void): Channel => {
  if (!("BroadcastChannel" in globalThis)) return { tell: () => undefined, close: () => undefined };
  const line = new BroadcastChannel(name);
  line.onmessage = (event: MessageEvent<unknown>) => heard(String(event.data));
  return { tell: (what) => line.postMessage(what), close: () => line.close() };
};

const hidden = (): boolean => document.visibilityState === "hidden";

const wakes = (wake: (why: Wake | "hidden") => void): (() => void) => {
  const online = (): void => wake("online");
  const offline = (): void => wake("offline");
  const visible = (): void => wake(hidden() ? "hidden" : "visible");
  addEventListener("online", online);
  addEventListener("offline", offline);
  addEventListener("pageshow", visible);
  document.addEventListener("visibilitychange", visible);
  return () => {
    removeEventListener("online", online);
    removeEventListener("offline", offline);
    removeEventListener("pageshow", visible);
    document.removeEventListener("visibilitychange", visible);
  };
};

/** The browser's own. */
export const browserPorts = (): Ports => ({
  fetch: (path, init) => fetch(path, init),
  connect,
  now: () => Date.now(),
  mono: () => Math.round(performance.now()),
  random: () => Math.random(),
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
  locked,
  channel,
  hidden,
  wakes,
});

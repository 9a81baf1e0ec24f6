/** What happens to the engine, and what it has done: the words of its state machine. */
import type { Wake } from "./ports";

/** What fails and rests on its own. `link`: token and hello. */
export type Lane = "link" | "upload" | "pull" | "got" | "socket" | "wipe";
/** What a token lets us do: a device without a session may still hand over its outbox. */
export type Rights = "none" | "full" | "upload";

interface At {
  readonly at: number;
}

export type Applied = "applied" | "same" | "mismatch";

export type Event = At &
  (
    | { readonly type: "started"; readonly pending: number; readonly epoch: number | null; readonly resending: boolean }
    | { readonly type: "outbox"; readonly pending: number }
    | { readonly type: "woke"; readonly why: Wake }
    | { readonly type: "tick" }
    | { readonly type: "token"; readonly rights: Rights }
    | { readonly type: "welcome"; readonly epoch: number; readonly batch: number; readonly upgrade: boolean }
    | { readonly type: "marked"; readonly pending: number; readonly resending: boolean }
    | { readonly type: "mark_failed" }
    | { readonly type: "sent"; readonly pending: number; readonly retry: boolean }
    | { readonly type: "asked"; readonly pending: number }
    | { readonly type: "batch_refused"; readonly size: number; readonly pending: number }
    | { readonly type: "page"; readonly applied: Applied; readonly more: boolean; readonly news: boolean }
    | { readonly type: "reset" }
    /** What the last welcome said is not so any more: another log, another time on this device's clock. */
    | { readonly type: "regreet" }
    | { readonly type: "got" }
    | { readonly type: "lost"; readonly lane: Lane; readonly after: number; readonly sent: number }
    | { readonly type: "unauthorized"; readonly lane: Lane }
    | { readonly type: "upload_only" }
    | { readonly type: "revoked" }
    | { readonly type: "wiped" }
    | { readonly type: "socket_opened" }
    | { readonly type: "socket_welcome"; readonly epoch: number; readonly upgrade: boolean }
    | { readonly type: "socket_page"; readonly applied: Applied; readonly news: boolean }
    | { readonly type: "heard" }
    | { readonly type: "socket_closed"; readonly code: number }
    | { readonly type: "later"; readonly after: number }
  );

export type Effect =
  | { readonly type: "token" }
  | { readonly type: "hello"; readonly resent: boolean }
  | { readonly type: "ask" }
  | { readonly type: "upload"; readonly limit: number }
  | { readonly type: "pull" }
  | { readonly type: "got"; readonly live: boolean }
  | { readonly type: "open" }
  | { readonly type: "greet" }
  | { readonly type: "sub" }
  | { readonly type: "ping"; readonly pending: number }
  | { readonly type: "shut" }
  | { readonly type: "resend"; readonly epoch: number; readonly reset: boolean }
  | { readonly type: "resent" }
  | { readonly type: "wipe" }
  /** Come back at this time with a tick; null: only an event can move us. */
  | { readonly type: "alarm"; readonly at: number | null };

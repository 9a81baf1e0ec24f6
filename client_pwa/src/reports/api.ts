/** Reads the outcome log from the server. The screens know only what came of asking. */
import type { OutcomeLog } from "../schema";
import type { Span } from "./months";

/** What came of asking: the page, or why there is none. */
export type Asked<T> =
  | { readonly type: "ok"; readonly body: T }
  /** The session ended: sign in again. */
  | { readonly type: "sign_in" }
  /** This person may not see it. */
  | { readonly type: "not_allowed" }
  /** No answer that can be trusted: no network, a server that is starting, a portal's page. */
  | { readonly type: "lost" };

export type Fetch = (path: string, init: RequestInit) => Promise<Response>;

const isLog = (value: unknown): value is OutcomeLog =>
  typeof value === "object" && value !== null && "rows" in value && Array.isArray(value.rows) && "open_logs" in value;

const outcome = async (response: Response): Promise<Asked<OutcomeLog>> => {
  if (response.status === 401) return { type: "sign_in" };
  if (response.status === 403) return { type: "not_allowed" };
  if (!response.ok) return { type: "lost" };
  const body: unknown = await response.json();
  return isLog(body) ? { type: "ok", body } : { type: "lost" };
};

/** One page of the log: calls received in this span, newest first, after the place an earlier page gave. */
export const readLog = async (
  span: Span,
  after: string | null,
  signal: AbortSignal,
  send: Fetch = (path, init) => fetch(path, init),
): Promise<Asked<OutcomeLog>> => {
  const asked = new URLSearchParams({ from: String(span.from), to: String(span.to) });
  if (after !== null) asked.set("after", after);
  try {
    return await outcome(await send(`/api/reports/outcomes?${asked}`, { cache: "no-store", signal }));
  } catch {
    return { type: "lost" };
  }
};

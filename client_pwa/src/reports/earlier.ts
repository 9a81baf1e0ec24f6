/** Asks the server whether somebody called from this place or number before. What it tells is written down there first. */
import type { Earlier, EarlierAsked } from "../schema";
import type { Asked, Fetch } from "./api";

const isEarlier = (value: unknown): value is Earlier =>
  typeof value === "object" && value !== null && "days" in value && "place" in value && "number" in value;

/** Earlier calls from there: counts and codes, nobody's words. */
export const readEarlier = async (
  asked: EarlierAsked,
  csrf: string,
  signal: AbortSignal,
  send: Fetch = (path, init) => fetch(path, init),
): Promise<Asked<Earlier>> => {
  const headers = { "Content-Type": "application/json", "X-CSRF": csrf };
  try {
    const init = { method: "POST", headers, body: JSON.stringify(asked), cache: "no-store", signal } as const;
    const response = await send("/api/calls/earlier", init);
    if (response.status === 401) return { type: "sign_in" };
    if (response.status === 403) return { type: "not_allowed" };
    const body: unknown = response.ok ? await response.json() : null;
    return isEarlier(body) ? { type: "ok", body } : { type: "lost" };
  } catch {
    return { type: "lost" };
  }
};

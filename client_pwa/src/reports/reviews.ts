/** Asks the server for the outcome that a line of the supervisors' list is about. That it is read is written down there first. */
import type { Encounter } from "../schema";
import type { Asked, Fetch } from "./api";

const isOutcome = (value: unknown): value is Encounter =>
  typeof value === "object" && value !== null && "answers" in value && "additions" in value;

/** What the team saved, with the notes. */
export const readOutcome = async (
  review: string,
  send: Fetch = (path, init) => fetch(path, init),
): Promise<Asked<Encounter>> => {
  try {
    const response = await send(`/api/reviews/${encodeURIComponent(review)}`, { cache: "no-store" });
    if (response.status === 401) return { type: "sign_in" };
    if (response.status === 403 || response.status === 404) return { type: "not_allowed" };
    const body: unknown = response.ok ? await response.json() : null;
    return isOutcome(body) ? { type: "ok", body } : { type: "lost" };
  } catch {
    return { type: "lost" };
  }
};

/** Asks the server what a record in custody says. Whoever reads it is written down there first. */
import type { HeldContent } from "../schema";
import type { Asked, Fetch } from "./api";

const isContent = (value: unknown): value is HeldContent =>
  typeof value === "object" && value !== null && "args" in value && "withheld" in value;

/** The arguments as far as this person may see them. */
export const readHeld = async (
  id: string,
  send: Fetch = (path, init) => fetch(path, init),
): Promise<Asked<HeldContent>> => {
  try {
    const response = await send(`/api/custody/${encodeURIComponent(id)}`, { cache: "no-store" });
    if (response.status === 401) return { type: "sign_in" };
    if (response.status === 403 || response.status === 404) return { type: "not_allowed" };
    const body: unknown = response.ok ? await response.json() : null;
    return isContent(body) ? { type: "ok", body } : { type: "lost" };
  } catch {
    return { type: "lost" };
  }
};

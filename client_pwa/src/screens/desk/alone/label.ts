/** What a call is called aloud that is taken while the server is not there: this desk's letters and a count. */
import type { SyncClient } from "../../../sync/client";

const KEY = "desk.label";
/** Two digits: after so many it begins anew. */
const MOST = 99;

/** The next one; null while the server is there, which then gives the day's next number. */
export const nextLabel = async (client: SyncClient): Promise<string | null> => {
  const letters = client.session.letters ?? null;
  if (letters === null || client.status.value.live) return null;
  const last = await client.draft.load(KEY);
  const next = typeof last === "number" ? (last % MOST) + 1 : 1;
  await client.draft.keep(KEY, next);
  return `${letters}${next}`;
};

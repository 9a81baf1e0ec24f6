/** What dispatch put right of a call since this team was asked for it. Pure. */
import type { Assignment, Call, Correction } from "../../../schema";

export const lastChange = (
  { corrections }: Pick<Call, "corrections">,
  { offered_at }: Pick<Assignment, "offered_at">,
): Correction | null => corrections?.filter(({ at }) => at >= offered_at).at(-1) ?? null;

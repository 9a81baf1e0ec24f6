/** Which call it is when a team comes across somebody. Pure. */
import type { Call, Unit } from "../../../schema";

/** Partners who both tap within the same ten minutes, with signal or without, name the same call: it is one. */
const SAME_MS = 10 * 60_000;

export const meetingIds = (
  unit: Pick<Unit, "id" | "shift_id">,
  calls: ReadonlyMap<string, Call>,
  now: number,
): { readonly call: string; readonly assignment: string } => {
  const base = `${unit.shift_id ?? unit.id}-met-${Math.floor(now / SAME_MS).toString(36)}`;
  // One that is known and over was somebody else.
  let n = 1;
  while (calls.has(`${base}-${n}`)) n += 1;
  return { call: `${base}-${n}`, assignment: `${base}-${n}-a` };
};

/** How it stands with somebody this team asked to come too. Pure. */
import type { Assignment, Backup } from "../../../schema";

/** So long dispatch has to answer before the phone says to call. */
const UNHEARD_MS = 30_000;
/** So much later than said is late. */
const LATE_MS = 2 * 60_000;

/** here: on this phone only. unheard: sent, and nobody answers. late: should be there by now. */
export type Stand = "here" | "sent" | "unheard" | "coming" | "late" | "refused";

export interface Known {
  readonly isHere: boolean;
  readonly isLive: boolean;
  readonly now: number;
}

export const standOf = (backup: Backup, { isHere, isLive, now }: Known): Stand => {
  if (backup.answered_at === null) {
    if (isHere && !isLive) return "here";
    return now - backup.asked_at >= UNHEARD_MS ? "unheard" : "sent";
  }
  if (backup.refusal !== null) return "refused";
  return backup.due_at !== null && now - backup.due_at >= LATE_MS ? "late" : "coming";
};

/** Where nothing else helps: somebody is to speak. */
export const isToCall = (stand: Stand): boolean => stand !== "sent" && stand !== "coming";

/** What is open for the call the team is on, the first asked first. */
export const openFor = (all: Iterable<Backup>, { call_id, unit_id }: Assignment): readonly Backup[] =>
  [...all]
    .filter((it) => it.call_id === call_id && it.unit_id === unit_id && it.ended_at === null)
    .sort((one, other) => one.asked_at - other.asked_at);

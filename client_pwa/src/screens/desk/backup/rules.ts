/** Somebody a team asked to come too: on the strip until the desk answers, on the call until it is over. Pure. */
import type { Backup, Call } from "../../../schema";
import type { OnStrip } from "../rules/handovers";

/** So long a backup that is over, or that nobody comes to, still stands on its call. */
const SHOWN_MS = 60 * 60_000;

/** What nobody has answered yet, and is not over. */
export const isUnanswered = ({ answered_at, ended_at }: Backup): boolean => answered_at === null && ended_at === null;

export const askedBackups = (backups: Iterable<Backup>): readonly OnStrip[] =>
  [...backups].filter(isUnanswered).map((backup) => ({
    id: backup.id,
    kind: "backup",
    backup,
    call_id: backup.call_id,
    assignment_id: null,
    unit_id: backup.unit_id,
    raised_at: backup.asked_at,
    resolved_at: null,
  }));

/** Those that say something about now, the first asked first. */
export const backupsOf = (call: Pick<Call, "id">, backups: Iterable<Backup>, now: number): readonly Backup[] =>
  [...backups]
    .filter((it) => it.call_id === call.id && (it.ended_at === null || now - it.ended_at < SHOWN_MS))
    .sort((one, other) => one.asked_at - other.asked_at);

/** In how many minutes somebody may be there. */
export const MINUTES = [2, 5, 10, 15, 20, 30, 45] as const;

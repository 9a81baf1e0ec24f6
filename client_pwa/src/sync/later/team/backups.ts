/** Whom this device's team asked to come too, before the server knows; its rows replace these. Pure. */
import type { Backup } from "../../../schema";
import type { BackupType, Handlers } from "../../overlay";

const MINUTE = 60_000;

const when = (said: number | null | undefined, skew: number, at: number): number =>
  said === null || said === undefined ? at : said + skew;

export const BACKUPS: Pick<Handlers, BackupType> = {
  "backup.ask": (view, { entity, args, at, skew_ms, person, name }) => {
    if (view.get("backup", entity) !== undefined) return;
    const { call_id, unit_id, kind, reason } = args;
    view.put("backup", entity, {
      ...{ id: entity, call_id, unit_id, kind, reason, by: person, name },
      asked_by: args.asked_by ?? "responder",
      asked_at: when(args.asked_at, skew_ms, at),
      received_at: at,
      ...{ answered_at: null, due_at: null, coming_id: null, refusal: null, ended_at: null, outcome: null },
      ...{ lights: "unknown", version: 0 },
    });
  },
  "backup.answer": (view, { entity, args, at, skew_ms }) =>
    view.edit("backup", entity, (backup): Backup => {
      const said = when(args.at, skew_ms, at);
      const refusal = args.refusal ?? null;
      const in_min = args.in_min ?? null;
      const due_at = refusal !== null || in_min === null ? null : said + in_min * MINUTE;
      return {
        ...backup,
        answered_at: said,
        refusal,
        due_at,
        coming_id: refusal === null ? (args.unit_id ?? null) : null,
      };
    }),
  "backup.end": (view, { entity, args, at, skew_ms }) =>
    view.edit("backup", entity, (backup): Backup => {
      const isKnown = backup.ended_at !== null && (backup.outcome === "arrived" || args.outcome !== "arrived");
      if (isKnown) return backup;
      return {
        ...backup,
        ended_at: when(args.at, skew_ms, at),
        outcome: args.outcome,
        lights: args.lights ?? "unknown",
      };
    }),
};

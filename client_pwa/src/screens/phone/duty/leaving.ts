/** What a team leaves behind when it goes off duty, as this phone knows it: said before the shift ends. Pure. */
import type { Assignment, Call, Encounter, Referral, SupplyCode, Unit } from "../../../schema";
import { logsDue } from "../work";

export interface Leaving {
  /** Spoken numbers of the calls without a log; one that has none yet is counted, too. */
  readonly logs: readonly string[];
  /** Referrals sent that are for tonight: somebody is to hear of them. */
  readonly tonight: number;
  /** What was given in this shift, so that the van is filled up. */
  readonly given: readonly { readonly code: SupplyCode; readonly n: number }[];
}

/** Partners who both wrote of one call gave it once. */
const givenOn = ({ answers, additions }: Encounter): ReadonlyMap<SupplyCode, number> => {
  const most = new Map<SupplyCode, number>();
  for (const { supplies } of [answers, ...additions.map((it) => it.answers)]) {
    for (const { code, quantity } of supplies ?? []) most.set(code, Math.max(most.get(code) ?? 0, quantity));
  }
  return most;
};

export const leaving = (
  unit: Unit,
  rows: {
    readonly assignments: ReadonlyMap<string, Assignment>;
    readonly encounters: ReadonlyMap<string, Encounter>;
    readonly calls: ReadonlyMap<string, Call>;
    readonly referrals: Iterable<Referral>;
  },
): Leaving => {
  const since = unit.shift_started_at ?? 0;
  const total = new Map<SupplyCode, number>();
  for (const encounter of rows.encounters.values()) {
    if (encounter.unit_id !== unit.id || encounter.first_saved_at < since) continue;
    for (const [code, n] of givenOn(encounter)) total.set(code, (total.get(code) ?? 0) + n);
  }
  const due = logsDue(rows.assignments, rows.encounters, rows.calls, unit);
  const referrals = [...rows.referrals].filter((it) => it.unit_id === unit.id && it.made_at >= since);
  return {
    logs: due.map((it) => rows.calls.get(it.call_id)?.number ?? ""),
    tonight: referrals.filter((it) => it.state === "sent" && it.urgency === "tonight").length,
    given: [...total].map(([code, n]) => ({ code, n })),
  };
};

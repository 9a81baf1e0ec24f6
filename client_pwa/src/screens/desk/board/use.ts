/** What the board draws from: the rows of the moment, put in their places. */
import { useApp, useNow } from "../../../parts/app";
import type { Assignment, Call, Consult, Unit } from "../../../schema";
import type { SyncClient } from "../../../sync/client";
import { type Board, boardOf, grouped, isAsked, isWith, openAlarms, type Standing, standings } from "../rules/board";
import { type Policy, policyOf } from "../rules/helps";
import { type Edition, editionOf } from "../editions/rules";
import { lateHandoffs } from "../handing/rules";
import { dueBacks } from "../telling/rules";
import type { OnStrip } from "../rules/handovers";
import type { Field } from "../rules/order";

export interface Desk {
  readonly client: SyncClient;
  readonly now: number;
  readonly calls: ReadonlyMap<string, Call>;
  readonly units: ReadonlyMap<string, Unit>;
  readonly assignments: ReadonlyMap<string, Assignment>;
  readonly consults: readonly Consult[];
  readonly alarms: readonly OnStrip[];
  readonly standing: ReadonlyMap<string, Standing>;
  readonly board: Board;
  /** The assignment a team is with, or is asked for, if any. */
  readonly withCall: ReadonlyMap<string, Assignment>;
  readonly askedFor: ReadonlyMap<string, Assignment>;
  /** Who is sent and what comes next here. */
  readonly policy: Policy;
  /** What calls are taken by here. */
  readonly edition: Edition;
  /** All assignments of a team that this desk still sees. */
  readonly own: (unit: string) => readonly Assignment[];
}

const byUnit = (
  assignments: Iterable<Assignment>,
  holds: (assignment: Assignment) => boolean,
): ReadonlyMap<string, Assignment> =>
  new Map([...assignments].filter(holds).map((assignment) => [assignment.unit_id, assignment]));

/** Drawn again whenever a row changes, and every second for the ages. */
export const useDesk = (): Desk => {
  const { client } = useApp();
  const now = useNow(1000);
  const calls = client.rows("call").value;
  const units = client.rows("unit").value;
  const assignments = client.rows("assignment").value;
  const all = standings(calls.values(), assignments.values());
  const byTeam = grouped(assignments.values(), (assignment) => assignment.unit_id);
  return {
    client,
    now,
    calls,
    units,
    assignments,
    consults: [...client.rows("consult").value.values()],
    alarms: [
      ...openAlarms(
        client.rows("alarm").value.values(),
        calls,
        [...assignments.values()],
        client.rows("help").value.values(),
        client.rows("backup").value.values(),
        client.rows("roll").value.values(),
      ),
      ...dueBacks(calls.values(), now),
      ...lateHandoffs(client.rows("handoff").value.values()),
    ],
    standing: new Map(all.map((standing) => [standing.call.id, standing])),
    board: boardOf(all, now),
    withCall: byUnit(assignments.values(), isWith),
    askedFor: byUnit(assignments.values(), isAsked),
    policy: policyOf(client.rows("help_policy").value.values()),
    edition: editionOf(client.rows("taxonomy").value.values()),
    own: (unit) => byTeam.get(unit) ?? [],
  };
};

/** What the board knows of who could go. */
export const fieldOf = (desk: Pick<Desk, "units" | "assignments" | "calls" | "board" | "edition" | "now">): Field => ({
  units: desk.units.values(),
  assignments: desk.assignments.values(),
  calls: desk.calls,
  waiting: desk.board.waiting.map(({ call }) => call),
  skills: desk.edition.skills,
  now: desk.now,
});

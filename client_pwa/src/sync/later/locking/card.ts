/**
 * What a locked device has at hand: the team, what it has under way and what is to be written up.
 *
 * Ids, times, steps and the call's number; no place, no kind of call, no word about anybody. It lies under a key that
 * needs no PIN, so that a step and an outcome can be saved, for the right call, by whoever holds the device.
 */
import type { Assignment, Call, Unit } from "../../../schema";
import type { SyncClient } from "../../client";
import type { Home } from "../../device";
import { openLocker } from "../../locker";
import type { Ports } from "../../ports";
import { type Keeper, NOTHING, type Row, type Rows, rowKey } from "../../replica";
import { isAskedOf, isUnderWayState } from "../../states";
import { editLock } from "./shares";

const bareUnit = (unit: Unit, person: string): Unit => ({
  ...{ id: unit.id, name: unit.name, status: unit.status, status_at: unit.status_at },
  ...{ shift_id: unit.shift_id, shift_started_at: unit.shift_started_at, version: unit.version, skills: [] },
  members: unit.members.filter((member) => member.person_id === person),
});

const bareAssignment = (assignment: Assignment, person: string): Assignment => ({
  ...{ ...assignment, said_by: null },
  ladder: assignment.ladder.filter((rung) => rung.person_id === person),
});

/** In the place of what a locked device does not tell: no code and no area is empty, and screens say that it is hidden. */
const HIDDEN = "";

/** A call of which only number and urgency are told. */
const bareCall = ({ id, number, status, priority, taxonomy_version, received_at, entered_at, version }: Call) => ({
  ...{ id, number, status, priority, taxonomy_version, received_at, entered_at, version },
  ...{ source: HIDDEN, type_code: HIDDEN, area: HIDDEN, caller_role: HIDDEN, location_kind: HIDDEN, screening: {} },
  ...{ triage_result: HIDDEN, would_have_gone_to: "unknown", minor_involved: "unknown", not_sent_reason: null },
  ...{ triaged_at: null, first_offer_at: null, closed_at: null, language: null, persons_count: null },
});

const row = (t: string, record: { readonly id: string }): Row => ({
  ...{ t, id: record.id },
  seen: [{ scopes: ["card"], ver: 0, d: { ...record } }],
});

const isOpen = (each: Assignment): boolean =>
  isUnderWayState(each.state) || (each.state === "cleared" && each.outcome !== "saved");

/** What is at hand of the rows on the screen now. */
export const cardOf = (client: SyncClient): readonly Row[] => {
  const person = client.session.person.id;
  const units = [...client.rows("unit").value.values()];
  const unit = units.find((each) => each.shift_id !== null && each.members.some((it) => it.person_id === person));
  // What they are going on stays theirs when the shift has ended.
  const isOurs = (each: Assignment): boolean =>
    unit === undefined ? isAskedOf(each, person) : each.unit_id === unit.id;
  const assignments = [...client.rows("assignment").value.values()].filter((each) => isOpen(each) && isOurs(each));
  const calls = assignments.map(({ call_id }) => client.rows("call").value.get(call_id));
  return [
    ...(unit === undefined ? [] : [row("unit", bareUnit(unit, person))]),
    ...assignments.map((each) => row("assignment", bareAssignment(each, person))),
    ...calls.filter((call): call is Call => call !== undefined).map((call) => row("call", bareCall(call))),
  ];
};

export const keepCard = async (home: Home, person: string, ports: Ports, card: readonly Row[]): Promise<void> => {
  const found = await home.db.use((open) => open.get("person", person));
  if (found?.lock === undefined) return;
  const box = await openLocker(found.key, ports.bytes).seal("card", person, card);
  await editLock(home, person, () => ({ card: box }));
};

/** The card in the place of rows; nothing is written to it from here. */
export const atHand = (home: Home, person: string, ports: Ports): Keeper => ({
  load: async () => {
    const found = await home.db.use((open) => open.get("person", person));
    const box = found?.lock?.card ?? null;
    if (found === undefined || box === null) return NOTHING;
    const rows = (await openLocker(found.key, ports.bytes).open("card", person, box)) as readonly Row[] | undefined;
    const byKey: Rows = new Map((rows ?? []).map((each) => [rowKey(each.t, each.id), each]));
    // Nothing that was saved counts as seen in the feed, of which nothing is read.
    return { position: { cur: null, reached: 1 }, rows: byKey };
  },
  commit: async () => true,
});

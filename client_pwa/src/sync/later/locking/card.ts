/**
 * What a locked device has at hand: the team, what it has under way and what is to be written up.
 *
 * Ids, times, steps and the call's number; no place, no kind of call, no word about anybody; and what the organization
 * says to everybody. It lies under a key that needs no PIN, so that a step and an outcome can be saved, for the right
 * call, by whoever holds the device. Where it is connected it takes the same of what the server tells, in memory, and so
 * hears that the team is asked.
 */
import { computed, type ReadonlySignal } from "@preact/signals";
import type { Assignment, Call, Page, PriorityCode, Session, Unit } from "../../../schema";
import type { AtHand, SyncClient } from "../../client";
import type { Home } from "../../device";
import { openLocker } from "../../locker";
import type { Ports } from "../../ports";
import { type Keeper, NOTHING, REDUCED, type Row, type Rows, rowKey } from "../../replica";
import { isAskedOf, isUnderWayState } from "../../states";
import { editLock } from "./shares";

/** A record, or what one scope shows of it: what is not shown there stays so. */
const only = <R extends object>(record: R, keys: readonly (keyof R)[]): R =>
  Object.fromEntries(Object.entries(record).filter(([key]) => keys.some((each) => each === key))) as R;

const ofPerson = <M extends { readonly person_id: string }>(all: readonly M[], person: string) =>
  all.filter((each) => each.person_id === person);

const bareUnit = (unit: Unit, person: string): Unit => ({
  ...only(unit, ["id", "name", "status", "status_at", "shift_id", "shift_started_at", "members", "version"]),
  ...(unit.members && { members: ofPerson(unit.members, person) }),
  skills: [],
});

const bareAssignment = (assignment: Assignment, person: string): Assignment => ({
  ...{ ...assignment, said_by: null },
  ...(assignment.ladder && { ladder: ofPerson(assignment.ladder, person) }),
});

/** In the place of what a locked device does not tell: no code and no area is empty, and screens say that it is hidden. */
const HIDDEN = "";

/** A call of which only number and urgency are told. */
const bareCall = (call: Call) => ({
  ...only(call, ["id", "number", "status", "priority", "taxonomy_version", "received_at", "entered_at", "version"]),
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

/** What an organization says to everybody who works there; nobody stands in it. */
const SAID = ["cards", "wording"] as const;

/** What is at hand of the rows on the screen now. */
export const cardOf = (client: Pick<SyncClient, "session" | "rows">): readonly Row[] => {
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
    ...SAID.flatMap((type) => [...client.rows(type).value.values()].map((each) => row(type, each))),
  ];
};

const byKeyOf = (rows: readonly Row[]): Rows => new Map(rows.map((each) => [rowKey(each.t, each.id), each]));

/** The same, as rows. */
export const reduced = (client: Pick<SyncClient, "session" | "rows">): Rows => byKeyOf(cardOf(client));

export const keepCard = async (home: Home, person: string, ports: Ports, card: readonly Row[]): Promise<void> => {
  const found = await home.db.use((open) => open.get("person", person));
  if (found?.lock === undefined) return;
  const box = await openLocker(found.key, ports.bytes).seal("card", person, card);
  await editLock(home, person, () => ({ card: box }));
};

const BARE: Readonly<Record<string, (record: never, person: string) => object>> = {
  unit: bareUnit,
  assignment: bareAssignment,
  call: bareCall,
  cards: (it) => it,
  wording: (it) => it,
};

/** Of a page what a locked device may have at hand. */
const bare = (page: Page, person: string): Page => ({
  ...page,
  puts: page.puts.flatMap((put) => {
    // The server generated its rows and these types from the same place.
    const d = BARE[put.t]?.(put.d as never, person);
    return d === undefined ? [] : [{ ...put, d: { ...d } }];
  }),
});

/** That the team is asked, how urgently and until when, by the organization's clock: all that a locked phone tells. */
export interface Asked {
  readonly id: string;
  readonly priority: PriorityCode | null;
  readonly answer_by: number | null;
}

/** The rows without what is only asked, and that apart: a locked phone answers nothing. */
export const apart = (
  client: SyncClient,
): { readonly rows: SyncClient["rows"]; readonly asked: ReadonlySignal<Asked | null> } => {
  const all = client.rows("assignment");
  const rest = computed(() => new Map([...all.value].filter(([, { state }]) => state !== "offered")));
  const asked = computed(() => {
    const { id: person } = client.session.person;
    const found = [...all.value.values()].find((each) => each.state === "offered" && isAskedOf(each, person));
    if (found === undefined) return null;
    const { id, answer_by, call_id } = found;
    return { id, answer_by, priority: client.rows("call").value.get(call_id)?.priority ?? null };
  });
  const rows = (type: Parameters<SyncClient["rows"]>[0]) => (type === "assignment" ? rest : client.rows(type));
  return { rows: rows as SyncClient["rows"], asked };
};

/** A site's phone takes nothing while it is locked. */
export const atHand = (home: Home, { org, person: { id } }: Session, ports: Ports): AtHand => ({
  keeper: card(home, id, ports),
  bare: org.kind === "site" ? null : (page) => bare(page, id),
});

/** The card in the place of rows; nothing is written to it from here. */
const card = (home: Home, person: string, ports: Ports): Keeper => ({
  load: async () => {
    const found = await home.db.use((open) => open.get("person", person));
    const box = found?.lock?.card ?? null;
    if (found === undefined || box === null) return NOTHING;
    const rows = (await openLocker(found.key, ports.bytes).open("card", person, box)) as readonly Row[] | undefined;
    return { position: REDUCED, rows: byKeyOf(rows ?? []) };
  },
  commit: async () => true,
});

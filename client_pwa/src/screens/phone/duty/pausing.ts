/** What a team says of itself between calls, what dispatch then asks it, and when a pause is offered. Pure. */
import type { Assignment, Call, CommandArgs, Encounter, TypeCodeCode, Unit } from "../../../schema";

export type Own = CommandArgs["unit.status"]["status"];

/** What a team that is so is asked: for a life at risk, whatever waits, urgent calls, nothing. */
export type Asked = "life" | "any" | "urgent" | "nothing";

const ASKED: Readonly<Partial<Record<Unit["status"], Asked>>> = {
  break: "life",
  meal: "life",
  paperwork: "life",
  resupply: "any",
  meeting: "any",
  training: "any",
  avail_area: "urgent",
  decomp: "nothing",
  oos: "nothing",
};

export const GROUPS: readonly { readonly asked: Asked; readonly own: readonly Own[] }[] = [
  { asked: "life", own: ["break", "meal", "paperwork"] },
  { asked: "nothing", own: ["decomp", "oos"] },
  { asked: "any", own: ["resupply", "meeting", "training"] },
  { asked: "urgent", own: ["avail_area"] },
];

/** Null where it is simply ready, or at work. */
export const askedOf = (unit: Pick<Unit, "status">): Asked | null => ASKED[unit.status] ?? null;

/** Calls that may leave a mark, whatever came of them. */
const HARD: ReadonlySet<TypeCodeCode> = new Set(["SUI_IDEATION", "SUI_ATTEMPT", "OVERDOSE", "GRIEF_TRAUMA"]);
const VIOLENT = ["weapon", "violence_now", "attempt_now"] as const;

/** Life at risk, violence, a death, or a team that was not safe. */
export const isHard = (call: Call, outcome: Pick<Encounter, "answers"> | undefined): boolean => {
  const answers = outcome?.answers;
  return (
    call.priority <= "P1" ||
    HARD.has(call.type_code) ||
    VIOLENT.some((key) => call.screening[key] === "yes") ||
    answers?.contact_result === "deceased" ||
    answers?.team_safe === false ||
    answers?.staff_injured === true
  );
};

/** So long after the end time off is still offered. */
const OFFERED_MS = 60 * 60_000;

/** The hard call the team has just come from, as long as it has said nothing of itself since. */
export const hardCall = (
  unit: Unit,
  {
    assignments,
    calls,
    encounters,
    now,
  }: {
    readonly assignments: Iterable<Assignment>;
    readonly calls: ReadonlyMap<string, Call>;
    readonly encounters: Iterable<Encounter>;
    readonly now: number;
  },
): Assignment | null => {
  if (unit.status !== "available") return null;
  const outcomes = [...encounters];
  const over = [...assignments]
    .filter(({ unit_id, state }) => unit_id === unit.id && state === "cleared")
    .filter(({ cleared_at }) => (cleared_at ?? 0) > now - OFFERED_MS && (cleared_at ?? 0) >= unit.status_at);
  return (
    over.find((it) => {
      const call = calls.get(it.call_id);
      return (
        call !== undefined &&
        isHard(
          call,
          outcomes.find(({ assignment_id }) => assignment_id === it.id),
        )
      );
    }) ?? null
  );
};

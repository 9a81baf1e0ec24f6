/** What happened to a call, oldest first. Only times that are known. */
import { Sheet } from "../../../parts/sheet";
import { Thread, type Step } from "../../../parts/thread";
import type { Call, Handover } from "../../../schema";
import { deskLabel } from "../../../text/codes.desk";
import { own, t } from "../../../text/desk/board";
import { s } from "../../../text/shell";
import { clockSeconds } from "../../../text/times";
import { correctionsOf } from "../changing/words";
import { toldIn } from "../telling/words";
import { numberOf, unitName, upper } from "../parts/words";
import type { Standing } from "../rules/board";
import { handoversOf, isGiven } from "../rules/handovers";
import { type RungName, rungs, stages } from "../rules/ladder";
import type { Desk } from "../board/use";

interface Happened {
  readonly at: number;
  readonly what: string;
}

/** What of the desk the times are told from. */
type Told = Pick<Desk, "units" | "now" | "consults">;

const ofCall = ({ call }: Standing): readonly Happened[] => {
  const known: readonly (readonly [number | null, string])[] = [
    [call.received_at, t("timeline.received")],
    [call.entered_at, t("timeline.entered")],
    [call.closed_at, t("timeline.closed")],
  ];
  return known.flatMap(([at, what]) => (at === null ? [] : [{ at, what }]));
};

const rungWords = (name: RungName): string =>
  name === "stored" ? own("assignment", "offered") : own("rung", name).toLocaleLowerCase();

/** When another service gave it to us, once it is known who did. */
const givenAt = (call: Call, { id, to, taken_at }: Handover): readonly Happened[] => {
  const name = call.taken_by?.[id] ?? t("person.unknown");
  const what = t("timeline.givenBy", { name, to: deskLabel("handed_to", to) });
  return taken_at === null ? [] : [{ at: taken_at, what }];
};

const ofHandovers = ({ call }: Standing): readonly Happened[] =>
  handoversOf(call).flatMap((handover) => {
    const { id, to, begun_at, taken_at } = handover;
    if (isGiven(handover)) return givenAt(call, handover);
    const begun = { at: begun_at, what: t("timeline.passedOn", { to: own("passed_to", to) }) };
    if (taken_at === null) return [begun];
    const name = call.taken_by?.[id] ?? t("person.unknown");
    return [begun, { at: taken_at, what: t("timeline.takenOver", { name, to: deskLabel("handed_to", to) }) }];
  });

/** What its teams asked a supervisor; of what was said a desk knows that it was said. */
const ofConsults = ({ call }: Standing, { consults, units }: Told): readonly Happened[] =>
  consults
    .filter((it) => it.call_id === call.id)
    .flatMap(({ unit_id, asked_at, answered_at }) => {
      const team = unitName(units, unit_id);
      const asked = { at: asked_at, what: t("timeline.asked", { team }) };
      return answered_at === null ? [asked] : [asked, { at: answered_at, what: t("timeline.answered", { team }) }];
    });

/** Everything that has a time. */
export const happened = (standing: Standing, desk: Told): readonly Happened[] => {
  const ofTeams = standing.assignments.flatMap((assignment) => {
    const team = unitName(desk.units, assignment.unit_id);
    const offered = assignment.self_initiated
      ? [{ at: assignment.offered_at, what: t("timeline.byItself") }]
      : rungs(assignment, desk.now).map((it) => ({ at: it.at, what: rungWords(it.name) }));
    const marks = [
      ...offered,
      ...stages(assignment).map((it) => ({ at: it.at, what: own("assignment", it.name) })),
      {
        at: assignment.state === "cleared" ? null : assignment.ended_at,
        what: own("assignment", assignment.state),
      },
    ];
    return marks.flatMap(({ at, what }) => (at === null ? [] : [{ at, what: `${team}: ${what}` }]));
  });
  return [
    ...ofCall(standing),
    ...ofHandovers(standing),
    ...ofConsults(standing, desk),
    ...toldIn(standing.call),
    ...correctionsOf(standing.call),
    ...ofTeams,
  ].sort((one, other) => one.at - other.at);
};

/** The same as steps of a thread. */
export const timeSteps = (standing: Standing, desk: Told): readonly Step[] =>
  happened(standing, desk).map(({ at, what }, i) => ({
    key: String(i),
    state: "done",
    label: upper(what),
    detail: clockSeconds(at),
  }));

export const TimelineSheet = (props: {
  readonly standing: Standing;
  readonly desk: Desk;
  readonly onClose: () => void;
}) => (
  <Sheet title={t("timeline.title", { call: numberOf(props.standing.call) })} onClose={props.onClose}>
    <Thread label={t("timeline.open")} steps={timeSteps(props.standing, props.desk)} />
    <button type="button" class="btn quiet full" onClick={props.onClose}>
      {s("close")}
    </button>
  </Sheet>
);

/** What happened to a call, oldest first. Only times that are known. */
import { Sheet } from "../../../parts/sheet";
import { Thread, type Step } from "../../../parts/thread";
import { own, t } from "../../../text/desk/board";
import { s } from "../../../text/shell";
import { clockSeconds } from "../../../text/times";
import { numberOf, unitName, upper } from "../parts/words";
import type { Standing } from "../rules/board";
import { rungs, stages } from "../rules/ladder";
import type { Desk } from "../board/use";

interface Happened {
  readonly at: number;
  readonly what: string;
}

const ofCall = ({ call }: Standing): readonly Happened[] => {
  const known: readonly (readonly [number | null, string])[] = [
    [call.received_at, t("timeline.received")],
    [call.entered_at, t("timeline.entered")],
    [call.closed_at, t("timeline.closed")],
  ];
  return known.flatMap(([at, what]) => (at === null ? [] : [{ at, what }]));
};

/** Everything that has a time. */
export const happened = (standing: Standing, desk: Pick<Desk, "units" | "now">): readonly Happened[] => {
  const ofTeams = standing.assignments.flatMap((assignment) => {
    const team = unitName(desk.units, assignment.unit_id);
    const marks = [
      ...rungs(assignment, desk.now).map((it) => ({ at: it.at, what: own("rung", it.name).toLocaleLowerCase() })),
      ...stages(assignment).map((it) => ({ at: it.at, what: own("assignment", it.name) })),
      {
        at: assignment.state === "cleared" ? null : assignment.ended_at,
        what: own("assignment", assignment.state),
      },
    ];
    return marks.flatMap(({ at, what }) => (at === null ? [] : [{ at, what: `${team}: ${what}` }]));
  });
  return [...ofCall(standing), ...ofTeams].sort((one, other) => one.at - other.at);
};

export const TimelineSheet = (props: {
  readonly standing: Standing;
  readonly desk: Desk;
  readonly onClose: () => void;
}) => {
  const steps = happened(props.standing, props.desk).map(
    ({ at, what }, i): Step => ({ key: String(i), state: "done", label: upper(what), detail: clockSeconds(at) }),
  );
  return (
    <Sheet title={t("timeline.title", { call: numberOf(props.standing.call) })} onClose={props.onClose}>
      <Thread label={t("timeline.open")} steps={steps} />
      <button type="button" class="btn quiet full" onClick={props.onClose}>
        {s("close")}
      </button>
    </Sheet>
  );
};

/** The desk ends what a team is on, and says how. */
import type { Assignment, CommandArgs } from "../../../schema";
import { t } from "../../../text/desk/board";
import { isFreedAtYes } from "../moving/rules";
import { endings } from "../rules/board";
import type { Candidate } from "../rules/order";
import { ChoiceSheet } from "../parts/choicesheet";

/** So many are named that could go instead. */
const INSTEAD = 2;

export const EndingSheet = (props: {
  readonly assignment: Assignment;
  readonly team: string;
  /** Who could go instead, the best first. */
  readonly others: readonly Candidate[];
  readonly onInstead: (other: Candidate) => void;
  readonly onPick: (ending: CommandArgs["assignment.end"]["ending"]) => void;
  readonly onClose: () => void;
}) => (
  <ChoiceSheet
    title={t("end.title", { team: props.team })}
    lead={t("end.lead")}
    look="stack-s"
    choices={[
      ...props.others.slice(0, INSTEAD).map((other) => ({
        key: other.unit.id,
        label: t(isFreedAtYes(props.assignment) ? "instead.go" : "instead.over", {
          other: other.unit.name,
          team: props.team,
        }),
        pick: () => props.onInstead(other),
      })),
      ...endings(props.assignment).map((ending) => ({
        key: ending,
        label: t(`end.${ending}`),
        pick: () => props.onPick(ending),
      })),
    ]}
    onClose={props.onClose}
  />
);

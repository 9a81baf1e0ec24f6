/** The desk ends what a team is on, and says how. */
import type { Assignment, CommandArgs } from "../../../schema";
import { t } from "../../../text/desk/board";
import { endings } from "../rules/board";
import { ChoiceSheet } from "../parts/choicesheet";

export const EndingSheet = (props: {
  readonly assignment: Assignment;
  readonly team: string;
  readonly onPick: (ending: CommandArgs["assignment.end"]["ending"]) => void;
  readonly onClose: () => void;
}) => (
  <ChoiceSheet
    title={t("end.title", { team: props.team })}
    lead={t("end.lead")}
    look="stack-s"
    choices={endings(props.assignment).map((ending) => ({
      key: ending,
      label: t(`end.${ending}`),
      pick: () => props.onPick(ending),
    }))}
    onClose={props.onClose}
  />
);

/** The desk ends what a team is on, and says how. */
import { Sheet } from "../../../parts/sheet";
import type { Assignment, CommandArgs } from "../../../schema";
import { t } from "../../../text/desk/board";
import { s } from "../../../text/shell";
import { endings } from "../rules/board";

export const EndingSheet = (props: {
  readonly assignment: Assignment;
  readonly team: string;
  readonly onPick: (ending: CommandArgs["assignment.end"]["ending"]) => void;
  readonly onClose: () => void;
}) => (
  <Sheet title={t("end.title", { team: props.team })} lead={t("end.lead")} onClose={props.onClose}>
    <ul class="stack-s">
      {endings(props.assignment).map((ending) => (
        <li key={ending}>
          <button type="button" class="btn full start" onClick={() => props.onPick(ending)}>
            {t(`end.${ending}`)}
          </button>
        </li>
      ))}
    </ul>
    <button type="button" class="btn quiet full" onClick={props.onClose}>
      {s("back")}
    </button>
  </Sheet>
);

/** On a team's card: in place of whom it was asked, who is to follow it, and that the other team has the person now. */
import { Icon } from "../../../parts/icon";
import type { Assignment } from "../../../schema";
import { t } from "../../../text/desk/board";
import { endAssignment } from "../actions";
import type { Desk } from "../board/use";
import { unitName } from "../parts/words";
import { relief } from "./rules";
import { linkWords } from "./words";

export const Link = ({ assignment, desk }: { readonly assignment: Assignment; readonly desk: Desk }) => {
  const words = linkWords(assignment, desk);
  const there = relief(assignment, desk);
  if (words === null) return null;
  const team = unitName(desk.units, assignment.unit_id);
  return (
    <div class="row tight">
      <Icon name="users" />
      <p class="grow s">{words}</p>
      {there !== undefined && (
        <button
          type="button"
          class="btn sm"
          onClick={() => void endAssignment(desk.client, assignment, team, "transferred")}
        >
          {t("instead.has", { other: unitName(desk.units, there.unit_id) })}
        </button>
      )}
    </div>
  );
};

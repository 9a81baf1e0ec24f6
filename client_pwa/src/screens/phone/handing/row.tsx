/** That something was left to this team, on its home screen while nobody has read it. */
import { useApp } from "../../../parts/app";
import { Item } from "../../../parts/card";
import type { Unit } from "../../../schema";
import { HANDOFFS } from "../../../sync/later/shifts/handoffs";
import { say } from "../../../text/later";
import { toDo, toRead } from "./state";

export const HandoffRow = ({ unit }: { readonly unit: Unit }) => {
  const { client } = useApp();
  client.foresee(HANDOFFS);
  const handoff = toRead(client.rows("handoff").value.values(), unit);
  if (handoff === null) return null;
  return (
    <Item href="/me/handover">
      <span class="grow">
        <b>{say("hand.row")}</b> · {say("hand.rowN", { n: toDo(handoff) })}
      </span>
    </Item>
  );
};

/** What is under way and what is not written up, a tap away: on duty, and when the shift has ended. */
import { Btn } from "../../parts/btn";
import { Item } from "../../parts/card";
import { Icon } from "../../parts/icon";
import type { Assignment } from "../../schema";
import { t } from "../../text/phone";
import { useWork } from "./hooks";

export const ToCall = ({ id }: Pick<Assignment, "id">) => (
  <Btn kind="pri" full href={`/now/call/${id}`}>
    {t("home.toCall")}
  </Btn>
);

export const LogItems = ({ logs }: { readonly logs: readonly Assignment[] }) => {
  const { calls } = useWork();
  return (
    <>
      {logs.map((each) => (
        <Item key={each.id} href={`/now/call/${each.id}/log`}>
          <div class="row">
            <b class="grow">{t("home.finishLog", { number: calls.get(each.call_id)?.number ?? "" })}</b>
            <Icon name="edit" />
          </div>
        </Item>
      ))}
    </>
  );
};

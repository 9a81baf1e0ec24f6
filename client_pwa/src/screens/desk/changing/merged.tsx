/** On a call: which one it is part of, or which are part of it. */
import { Icon } from "../../../parts/icon";
import type { Call } from "../../../schema";
import { t } from "../../../text/desk/board";
import { list } from "../../../text/times";
import type { Desk } from "../board/use";
import { numberOf } from "../parts/words";
import { takeApart } from "./actions";
import { partsOf } from "./merging";

export const Merged = ({ call, desk }: { readonly call: Call; readonly desk: Desk }) => {
  const into = call.merged_into ?? null;
  const parts = partsOf(call, desk.calls);
  return (
    <>
      {into !== null && (
        <div class="note warn">
          <Icon name="users" />
          <a class="grow" href={`/desk/call/${into}`}>
            {t("merge.part", { call: numberOf(desk.calls.get(into)) })}
          </a>
          <button type="button" class="btn sm" onClick={() => void takeApart(desk.client, call)}>
            {t("merge.apart")}
          </button>
        </div>
      )}
      {parts.length > 0 && <p class="s">{t("merge.has", { calls: list(parts.map(numberOf)) })}</p>}
    </>
  );
};

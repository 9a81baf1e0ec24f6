/** On a call: what its caller was told, what is late by that, and who is still to be called back. */
import { Icon } from "../../../parts/icon";
import type { Call } from "../../../schema";
import { t } from "../../../text/desk/board";
import { span } from "../../../text/times";
import { Kbd } from "../parts/kbd";
import type { Standing } from "../rules/board";
import { isMoved, lateBy, owedOf, toldOf } from "./rules";
import { toldWords } from "./words";

export const ToldLines = (props: {
  readonly standing: Standing;
  readonly now: number;
  readonly onTell: () => void;
}) => {
  const { call, assignments } = props.standing;
  const late = lateBy(call, assignments, props.now);
  const all = toldOf(call);
  if (all.length === 0) return null;
  const owed = owedOf(call)?.id;
  return (
    <ul class="handed stack-s">
      {all.map((told) => (
        <li key={told.id} class={told.id === owed ? "note warn" : "row tight"}>
          <Icon name={told.id === owed ? "call" : "check"} />
          <span class={isMoved(told, call) ? "grow dim" : "grow"}>
            {toldWords(told)}
            {isMoved(told, call) && ` · ${t("told.moved")}`}
            {told.unsafe === true && told.id === owed && <b> {t("told.unsafe")}</b>}
          </span>
          {told.id === owed && (
            <button type="button" class="btn sm" onClick={props.onTell}>
              {t("told.what")} <Kbd>G</Kbd>
            </button>
          )}
        </li>
      ))}
      {late !== null && <li class="note warn">{t("told.late", { span: span(late) })}</li>}
    </ul>
  );
};

/** In the list of calls: that somebody waits longer than they were told. */
export const LateSaid = (props: { readonly call: Call; readonly standing: Standing; readonly now: number }) => {
  const late = lateBy(props.call, props.standing.assignments, props.now);
  return late === null ? null : <b class="s ink line2">{t("told.lateShort", { span: span(late) })}</b>;
};

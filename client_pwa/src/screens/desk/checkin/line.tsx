/** How it stands with a team's check-in, in words: in its row, on its card and on the strip. */
import type { Assignment } from "../../../schema";
import { Icon } from "../../../parts/icon";
import { deskLabel } from "../../../text/codes.desk";
import { t } from "../../../text/desk/board";
import { clock, span } from "../../../text/times";
import { Kbd } from "../parts/kbd";
import { type Check, checkOf, isMissed } from "../rules/checkins";

/** "Check-in by 02:37, in 6 min". */
export const checkWords = ({ how, at }: Check, now: number): string => {
  if (how === "by") return t("check.by", { time: clock(at), span: span(at - now) });
  return t(`check.${how}`, { span: span(now - at) });
};

/** What the desk is to do about it, after what is known of the link. */
export const toDo = (assignment: Assignment): string => {
  const link = t(assignment.no_link === true ? "check.unheard" : "check.heard");
  const step = assignment.check_step ?? "missed";
  return step === "missed" ? link : `${deskLabel("check_step", step)} · ${link}`;
};

/** On a team's card: how long it has, and the way to enter that it spoke. */
export const CheckLine = (props: {
  readonly assignment: Assignment;
  readonly now: number;
  readonly isFirst: boolean;
  readonly onHeard: () => void;
}) => {
  const { assignment, now } = props;
  const check = checkOf(assignment, now);
  if (check === null) return null;
  const missed = isMissed(assignment);
  return (
    <div class={missed ? "note warn check" : "check"}>
      <Icon name={missed ? "alert" : "clock"} />
      <p class="grow s">
        {missed ? <b>{checkWords(check, now)}</b> : checkWords(check, now)}
        {missed && ` · ${toDo(assignment)}`}
      </p>
      <button type="button" class="btn sm" onClick={props.onHeard}>
        {t("check.open")} {props.isFirst && <Kbd>I</Kbd>}
      </button>
    </div>
  );
};

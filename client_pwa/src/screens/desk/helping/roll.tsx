/** Every team is asked whether it is all right: why, then who answered, who did not, and who is not heard. */
import { useState } from "preact/hooks";
import { Icon } from "../../../parts/icon";
import { Sheet } from "../../../parts/sheet";
import { ROLL_REASON, type Roll } from "../../../schema";
import { deskLabel } from "../../../text/codes.desk";
import { t } from "../../../text/desk/board";
import { s } from "../../../text/shell";
import { clock, span } from "../../../text/times";
import type { View } from "../board/view";
import { ChoiceSheet } from "../parts/choicesheet";
import { unitName } from "../parts/words";
import { answerRoll, callRoll, endRoll } from "./actions";
import { openRoll, type RollCall } from "./rolls";

const stands = (roll: Roll, now: number): string => {
  if (roll.answered_at !== null) return t("roll.yes", { time: clock(roll.answered_at) });
  return t(roll.no_link ? "roll.noLink" : "roll.waits", { span: span(Math.max(0, now - roll.asked_at)) });
};

const Team = ({ roll, view }: { readonly roll: Roll; readonly view: View }) => {
  const { client, units, now } = view.desk;
  const team = unitName(units, roll.unit_id);
  const is_ok = roll.answered_at !== null;
  return (
    <li class={`row ${roll.step === null ? "" : "note warn"}`}>
      <Icon name={is_ok ? "check" : roll.step === null ? "clock" : "alert"} />
      <span class="grow">
        <b>{team}</b> {stands(roll, now)}
      </span>
      {!is_ok && (
        <button type="button" class="btn sm" onClick={() => void answerRoll(client, roll, team)}>
          <span aria-hidden="true">{t("roll.ok")}</span>
          <span class="sr">{`${t("roll.ok")}: ${team}`}</span>
        </button>
      )}
    </li>
  );
};

const Going = ({ view, roll }: { readonly view: View; readonly roll: RollCall }) => {
  const { desk, show } = view;
  const done = (): void => show(null);
  const n = roll.teams.filter((it) => it.answered_at !== null).length;
  const why = deskLabel("roll_reason", roll.why);
  const asked = span(Math.max(0, desk.now - roll.called_at));
  return (
    <Sheet
      title={t("roll.title")}
      lead={t("roll.asked", { why, span: asked, n, all: roll.teams.length })}
      onClose={done}
    >
      <ul class="stack-s">
        {roll.teams.map((it) => (
          <Team key={it.id} roll={it} view={view} />
        ))}
      </ul>
      <button type="button" class="btn pri full" onClick={() => void callRoll(desk.client, roll.why, roll.id)}>
        {t("roll.again")}
      </button>
      <button type="button" class="btn full" onClick={() => void endRoll(desk.client, roll.id).then(done)}>
        {t("roll.end")}
      </button>
      <button type="button" class="btn quiet full" onClick={done}>
        {s("close")}
      </button>
    </Sheet>
  );
};

/** Until the server says whom it asked. */
const Begun = ({ onClose }: { readonly onClose: () => void }) => (
  <Sheet title={t("roll.title")} lead={t("done.rollCalled")} onClose={onClose}>
    <button type="button" class="btn quiet full" onClick={onClose}>
      {s("close")}
    </button>
  </Sheet>
);

export const RollSheet = ({ view }: { readonly view: View }) => {
  const { desk, show } = view;
  const roll = openRoll(desk.client.rows("roll").value.values());
  const [isAsked, setAsked] = useState(false);
  if (roll !== undefined) return <Going view={view} roll={roll} />;
  if (isAsked) return <Begun onClose={() => show(null)} />;
  return (
    <ChoiceSheet
      title={t("roll.title")}
      lead={t("roll.lead")}
      look="stack-s"
      choices={ROLL_REASON.map((why) => ({
        key: why,
        label: deskLabel("roll_reason", why),
        pick: () => void callRoll(desk.client, why).then(setAsked),
      }))}
      onClose={() => show(null)}
    />
  );
};

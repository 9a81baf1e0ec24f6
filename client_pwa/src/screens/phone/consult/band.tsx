/** On the call's own screen: what a supervisor was asked and said, and the way to ask. */
import { useEffect, useState } from "preact/hooks";
import { announce } from "../../../parts/announce";
import { useApp, useNow } from "../../../parts/app";
import { Btn } from "../../../parts/btn";
import { Note } from "../../../parts/card";
import { Chip, Chips } from "../../../parts/chip";
import { Sheet } from "../../../parts/sheet";
import { type Assignment, CONSULT_REASON, type Consult, type ConsultReasonCode } from "../../../schema";
import { CONSULTS } from "../../../sync/later/team/consults";
import { consultSay as c } from "../../../text/consults";
import { t } from "../../../text/phone";
import { s } from "../../../text/shell";
import { clock } from "../../../text/times";
import { useDeskPhone, useSave } from "../hooks";
import { asksOf, standOf } from "./state";

const One = ({ consult }: { readonly consult: Consult }) => {
  const { client } = useApp();
  const phone = useDeskPhone();
  const now = useNow(1000);
  const isHere = client.waiting.value.some((it) => it.entity === consult.id && it.type === "consult.ask");
  const stand = standOf(consult, { isHere, now });
  const { reason, answers = [] } = consult;
  const said = answers.map((it) => c(`answer.${it.answer}`)).join(" ");
  useEffect(() => {
    if (said !== "") announce(said, "assertive");
  }, [said]);
  return (
    <Note tone={stand === "told" ? "tint" : stand === "sent" ? "warn" : "alarmbox"} icon="user">
      <div class="stack-s">
        {(reason ?? null) !== null && <p class="b">{c(`reason.${reason ?? "hold"}`)}</p>}
        {answers.map((it) => (
          <div key={it.id}>
            <p>
              <b>{c(`answer.${it.answer}`)}.</b> {it.note}
            </p>
            <p class="s">{c("is.told", { name: it.name, time: clock(it.at) })}</p>
          </div>
        ))}
        {stand !== "told" && <p>{c(`is.${stand}`, { time: clock(consult.asked_at) })}</p>}
        {(stand === "here" || stand === "unheard") && phone !== null && (
          <Btn size="sm" icon="call" href={`tel:${phone}`}>
            {t("home.callDesk")}
          </Btn>
        )}
      </div>
    </Note>
  );
};

const AskSheet = (props: { readonly assignment: Assignment; readonly onClose: () => void }) => {
  const { client } = useApp();
  const { save, saving } = useSave();
  const [reason, setReason] = useState<ConsultReasonCode | null>(null);
  const ask = async (): Promise<void> => {
    const { call_id, unit_id } = props.assignment;
    if (!(await save({ type: "consult.ask", entity: client.newId(), args: { call_id, unit_id, reason } }))) return;
    announce(s("save.done"));
    props.onClose();
  };
  return (
    <Sheet title={c("ask.open")} lead={c("ask.lead")} help onClose={props.onClose}>
      <p class="label">{c("ask.what")}</p>
      <Chips label={c("ask.what")}>
        {CONSULT_REASON.map((each) => (
          <Chip key={each} on={reason === each} onPress={() => setReason(reason === each ? null : each)}>
            {c(`reason.${each}`)}
          </Chip>
        ))}
      </Chips>
      <Btn kind="pri" size="huge" full disabled={saving} onPress={() => void ask()}>
        {c("ask.send")}
      </Btn>
      <Btn kind="quiet" full onPress={props.onClose}>
        {s("back")}
      </Btn>
    </Sheet>
  );
};

export const ConsultBand = ({ assignment }: { readonly assignment: Assignment }) => {
  const { client } = useApp();
  const [asking, setAsking] = useState(false);
  client.foresee(CONSULTS);
  const asks = asksOf(client.rows("consult").value.values(), assignment);
  return (
    <>
      {asks.map((consult) => (
        <One key={consult.id} consult={consult} />
      ))}
      {/* What is asked and not answered is one question: asking again would only stand beside it. */}
      {asks.every(({ answers = [] }) => answers.length > 0) && (
        <Btn icon="user" onPress={() => setAsking(true)}>
          {c("ask.open")}
        </Btn>
      )}
      {asking && <AskSheet assignment={assignment} onClose={() => setAsking(false)} />}
    </>
  );
};

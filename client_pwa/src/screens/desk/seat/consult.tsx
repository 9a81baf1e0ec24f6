/** What teams ask a supervisor: how long it waits, what was said, and the way to answer. */
import { useState } from "preact/hooks";
import { Icon } from "../../../parts/icon";
import { Field } from "../../../parts/field";
import { CONSULT_ANSWER, type Consult, type ConsultAnswerCode } from "../../../schema";
import { consultSay as c } from "../../../text/consults";
import { t } from "../../../text/desk/seat";
import { looksPersonal } from "../../../text/personal";
import { span } from "../../../text/times";
import type { Desk } from "../board/use";
import { ChipChoices } from "../parts/choices";
import { numberOf, unitName } from "../parts/words";
import { answer } from "./actions";
import { isWaiting } from "./rules";
import { when } from "./words";

const MOST = 600;

const Answering = (props: { readonly consult: Consult; readonly desk: Desk; readonly onDone: () => void }) => {
  const [said, setSaid] = useState<ConsultAnswerCode | null>(null);
  const [note, setNote] = useState("");
  const save = async (): Promise<void> => {
    if (said === null) return;
    const text = note.trim();
    if (await answer(props.desk.client, props.consult, said, text === "" ? null : text)) props.onDone();
  };
  return (
    <div class="stack-s">
      <ChipChoices
        legend={t("answer")}
        choices={CONSULT_ANSWER.map((value) => ({ value, label: c(`answer.${value}`) }))}
        value={said}
        onPick={setSaid}
      />
      <Field label={t("note")} max={MOST} rows={2} value={note} onInput={setNote} />
      <p class="note warn" role="status" hidden={!looksPersonal(note)}>
        {looksPersonal(note) && t("looks")}
      </p>
      <button type="button" class="btn pri full" disabled={said === null} onClick={() => void save()}>
        {t("answer.send")}
      </button>
    </div>
  );
};

export const ConsultLine = ({ consult, desk }: { readonly consult: Consult; readonly desk: Desk }) => {
  const [answering, setAnswering] = useState(false);
  const { reason, answers = [], name, asked_at } = consult;
  const call = desk.calls.get(consult.call_id);
  const where = call === undefined ? t("noCall") : t("call", { number: numberOf(call) });
  return (
    <li class="card flat stack-s">
      <p>
        <b>{(reason ?? null) === null ? t("unsaid") : c(`reason.${reason ?? "hold"}`)}</b>
      </p>
      <p class="s dim">
        {where} · {unitName(desk.units, consult.unit_id)} · {t("asked", { name, time: when(asked_at) })}
      </p>
      {isWaiting(consult) && (
        <p>
          <b class="tag alarmbox">
            <Icon name="clock" />
            {t("waits", { span: span(desk.now - asked_at) })}
          </b>
        </p>
      )}
      {answers.map((it) => (
        <div key={it.id}>
          <p>
            <b>{c(`answer.${it.answer}`)}.</b> {it.note}
          </p>
          <p class="s dim">{t("answered", { name: it.name, time: when(it.at) })}</p>
        </div>
      ))}
      {consult.unreadable === true && <p class="note warn">{t("unreadable")}</p>}
      {answering ? (
        <Answering consult={consult} desk={desk} onDone={() => setAnswering(false)} />
      ) : (
        <button type="button" class="btn sm fit" onClick={() => setAnswering(true)}>
          <Icon name="edit" />
          {t(isWaiting(consult) ? "answer.open" : "answer.again")}
        </button>
      )}
    </li>
  );
};

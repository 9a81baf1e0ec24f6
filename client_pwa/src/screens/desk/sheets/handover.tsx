/** Passing a call on to another service, and who took it there: a name is typed, the time is now unless it was before. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Field } from "../../../parts/field";
import { Sheet } from "../../../parts/sheet";
import type { Call, HandedToCode, Handover } from "../../../schema";
import { deskLabel } from "../../../text/codes.desk";
import { own, t } from "../../../text/desk/board";
import { s } from "../../../text/shell";
import { clock, span } from "../../../text/times";
import { ChipChoices } from "../parts/choices";
import { numberOf, whereOf } from "../parts/words";
import { isGiven, mayPassTo, takenAgo } from "../rules/handovers";
import { ChoiceSheet } from "../parts/choicesheet";

const MINUTE = 60_000;

export const TakenSheet = (props: {
  readonly call: Call;
  readonly handover: Handover;
  readonly now: number;
  readonly onSave: (name: string, minutesAgo: number) => void;
  readonly onClose: () => void;
}) => {
  const { call, handover, now } = props;
  const [name, setName] = useState("");
  const times = takenAgo(handover, now);
  // Who gave us a call did so when it came in; who took one from us, as a rule, just now.
  const [ago, setAgo] = useState(String((isGiven(handover) ? times.at(-1) : 0) ?? 0));
  const typed = name.trim();
  const inside = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => inside.current?.querySelector("input")?.focus(), []);
  const save = (): void => {
    if (typed !== "") props.onSave(typed, Number(ago));
  };
  const when = (minutes: number): string => {
    const at = clock(now - minutes * MINUTE);
    return minutes === 0 ? t("taken.now", { time: at }) : `${at} · ${t("ago", { span: span(minutes * MINUTE) })}`;
  };
  return (
    <Sheet
      title={t(isGiven(handover) ? "given.title" : "taken.title", { to: deskLabel("handed_to", handover.to) })}
      lead={t(isGiven(handover) ? "given.lead" : "taken.lead", {
        call: numberOf(call),
        where: whereOf(call),
        time: clock(handover.begun_at),
        ago: t("ago", { span: span(now - handover.begun_at) }),
      })}
      onClose={props.onClose}
    >
      <div ref={inside} class="stack">
        <Field label={t("taken.name")} value={name} max={200} onInput={setName} onEnter={save} />
        <ChipChoices
          legend={t(isGiven(handover) ? "given.at" : "taken.since")}
          choices={times.map((minutes) => ({ value: String(minutes), label: when(minutes) }))}
          value={ago}
          onPick={setAgo}
        />
      </div>
      <button type="button" class="btn pri full" disabled={typed === ""} onClick={save}>
        {t(isGiven(handover) ? "given.save" : "taken.save")}
      </button>
      {typed === "" && <p class="s dim center">{t("taken.missing")}</p>}
      <button type="button" class="btn quiet full" onClick={props.onClose}>
        {s("back")}
      </button>
    </Sheet>
  );
};

/** One press on a service passes the call on to it. */
export const PassOnSheet = (props: {
  readonly call: Call;
  readonly onPick: (to: HandedToCode) => void;
  readonly onClose: () => void;
}) => (
  <ChoiceSheet
    title={t("pass.title", { call: numberOf(props.call) })}
    lead={t("pass.lead")}
    look="pair"
    choices={mayPassTo(props.call).map((to) => ({
      key: to,
      label: deskLabel("handed_to", to),
      pick: () => props.onPick(to),
    }))}
    onClose={props.onClose}
  />
);

/** "Passed to 988 at 02:11 · Dana took it at 02:13". */
export const handedWords = (call: Call, handover: Handover): string => {
  if (isGiven(handover)) return givenWords(call, handover);
  const begun = t("pass.begun", { to: own("passed_to", handover.to), time: clock(handover.begun_at) });
  return `${begun} · ${takenWords(call, handover)}`;
};

/** "Given to us by 988 · Dana at 02:11". */
const givenWords = (call: Call, { id, to, taken_at }: Handover): string => {
  const by = t("given.by", { to: deskLabel("handed_to", to) });
  if (taken_at === null) return `${by} · ${t("given.open")}`;
  const name = call.taken_by?.[id] ?? t("person.unknown");
  return `${by} · ${t("given.known", { name, time: clock(taken_at) })}`;
};

const takenWords = (call: Call, handover: Handover): string => {
  if (handover.taken_at === null) return t("pass.open");
  const name = call.taken_by?.[handover.id] ?? t("person.unknown");
  return t("pass.taken", { name, time: clock(handover.taken_at) });
};

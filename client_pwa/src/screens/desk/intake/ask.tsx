/** Middle: the screening questions, in order. Y, N and D answer the one that is marked and move on. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { AnswerCode, ScreeningKeyCode } from "../../../schema";
import { deskLabel } from "../../../text/codes.desk";
import { t } from "../../../text/desk/intake";
import { StripChoices } from "../parts/choices";
import { Kbd } from "../parts/kbd";
import { type Answers, openOf, QUESTIONS } from "../rules/triage";

/** The next question without an answer after this one, going round; null when all are answered. */
export const nextOpen = (answers: Answers, after: ScreeningKeyCode | null): ScreeningKeyCode | null => {
  const keys: readonly (ScreeningKeyCode | null)[] = QUESTIONS;
  const at = keys.indexOf(after);
  const round = [...QUESTIONS.slice(at + 1), ...QUESTIONS.slice(0, at + 1)];
  return round.find((key) => answers[key] === undefined) ?? null;
};

const NOTES = { weapon: "ask.weaponNote", dv: "ask.dvNote" } as const satisfies Partial<
  Record<ScreeningKeyCode, string>
>;

const noteOf = (key: ScreeningKeyCode): string | null => (key === "weapon" || key === "dv" ? t(NOTES[key]) : null);

const Question = (props: {
  readonly question: ScreeningKeyCode;
  readonly answer: AnswerCode | null;
  readonly isNow: boolean;
  readonly onAnswer: (answer: AnswerCode) => void;
  readonly onFocus: () => void;
}) => {
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (props.isNow) row.current?.scrollIntoView({ block: "nearest" });
  }, [props.isNow]);
  const text = deskLabel("screening_key", props.question);
  const note = noteOf(props.question);
  return (
    <li ref={row} class={props.isNow ? "sq now" : "sq"} onFocusCapture={props.onFocus}>
      <span class={props.answer === null && !props.isNow ? "grow dim" : "grow"} aria-hidden="true">
        {props.isNow ? <b>{text}</b> : text}
        {note !== null && <span class="dim s"> {note}</span>}
      </span>
      <StripChoices
        legend={note === null ? text : `${text} ${note}`}
        hideLegend
        choices={(["yes", "no", "unknown"] as const).map((value) => ({ value, label: deskLabel("answer", value) }))}
        value={props.answer}
        onPick={props.onAnswer}
      />
    </li>
  );
};

/** One press for all that were asked in one go; pressed again at once, they are open as before. */
const Rest = (props: { readonly open: number; readonly together: number; readonly onRest: () => void }) => {
  const text = props.open > 0 ? t("ask.rest", { n: props.open }) : t("ask.restUndo", { n: props.together });
  if (props.open === 0 && props.together === 0) return null;
  return (
    <button type="button" class="btn sm end" onClick={props.onRest}>
      {text} <Kbd>A</Kbd>
    </button>
  );
};

export const Ask = (props: {
  readonly answers: Answers;
  readonly now: ScreeningKeyCode | null;
  /** Answered with no in one go just now. */
  readonly together: readonly ScreeningKeyCode[];
  readonly onAnswer: (key: ScreeningKeyCode, answer: AnswerCode) => void;
  readonly onRest: () => void;
  readonly onFocus: (key: ScreeningKeyCode) => void;
  readonly children: ComponentChildren;
}) => (
  <section class="panel scroll" aria-labelledby="ask-title">
    <div class="row wrap">
      <h2 id="ask-title" tabIndex={-1}>
        {t("ask.title")}
      </h2>
      <span class="end dim s" aria-hidden="true">
        <Kbd>Y</Kbd> {t("ask.y")} <Kbd>N</Kbd> {t("ask.n")} <Kbd>D</Kbd> {t("ask.d")}
      </span>
    </div>
    <div class="row tight">
      <p class="dim s">{t("ask.lead")}</p>
      <Rest open={openOf(props.answers).length} together={props.together.length} onRest={props.onRest} />
    </div>
    <ul class="questions">
      {QUESTIONS.map((key) => (
        <Question
          key={key}
          question={key}
          answer={props.answers[key] ?? null}
          isNow={key === props.now}
          onAnswer={(answer) => props.onAnswer(key, answer)}
          onFocus={() => props.onFocus(key)}
        />
      ))}
    </ul>
    {props.children}
  </section>
);

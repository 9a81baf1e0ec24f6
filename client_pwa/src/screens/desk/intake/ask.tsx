/** Middle: the screening questions, in order. Y, N and D answer the one that is marked and move on. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { AnswerCode, Question as Asked } from "../../../schema";
import { deskLabel } from "../../../text/codes.desk";
import { t } from "../../../text/desk/intake";
import { StripChoices } from "../parts/choices";
import { Kbd } from "../parts/kbd";
import { said } from "../editions/words";
import { type Answers, openOf } from "../rules/triage";

/** The next question without an answer after this one, going round; null when all are answered. */
export const nextOpen = (answers: Answers, after: string | null, questions: readonly Asked[]): string | null => {
  const at = questions.findIndex(({ id }) => id === after);
  const round = [...questions.slice(at + 1), ...questions.slice(0, at + 1)];
  return round.find(({ id }) => answers[id] === undefined)?.id ?? null;
};

const Question = (props: {
  readonly question: Asked;
  readonly answer: AnswerCode | null;
  readonly isNow: boolean;
  readonly onAnswer: (answer: AnswerCode) => void;
  readonly onFocus: () => void;
}) => {
  const row = useRef<HTMLLIElement>(null);
  useLayoutEffect(() => {
    if (props.isNow) row.current?.scrollIntoView({ block: "nearest" });
  }, [props.isNow]);
  const { words, note: more = null } = props.question;
  const text = said(words);
  const note = more === null ? null : said(more);
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
  /** Those asked about such a call, in order. */
  readonly questions: readonly Asked[];
  readonly answers: Answers;
  readonly now: string | null;
  /** Answered with no in one go just now. */
  readonly together: readonly string[];
  readonly onAnswer: (id: string, answer: AnswerCode) => void;
  readonly onRest: () => void;
  readonly onFocus: (id: string) => void;
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
      <Rest
        open={openOf(props.answers, props.questions).length}
        together={props.together.length}
        onRest={props.onRest}
      />
    </div>
    <ul class="questions">
      {props.questions.map((question) => (
        <Question
          key={question.id}
          question={question}
          answer={props.answers[question.id] ?? null}
          isNow={question.id === props.now}
          onAnswer={(answer) => props.onAnswer(question.id, answer)}
          onFocus={() => props.onFocus(question.id)}
        />
      ))}
    </ul>
    {props.children}
  </section>
);

/** Right: where it points, the best team, and what it takes not to send one. */
import { useId } from "preact/hooks";
import { Icon } from "../../../parts/icon";
import { type NotSentReasonCode, TRIAGE_RESULT, type TriageResultCode } from "../../../schema";
import { deskLabel } from "../../../text/codes.desk";
import { t as board } from "../../../text/desk/board";
import { t } from "../../../text/desk/intake";
import { list } from "../../../text/times";
import { whyWords, type Known } from "../board/who";
import { asked, type Edition } from "../editions/rules";
import { shortOf } from "../editions/words";
import { ChipChoices } from "../parts/choices";
import type { Candidate } from "../rules/order";
import { BY_PHONE, reasonsFor, sendsTeam } from "../rules/triage";
import type { Draft } from "./draft";
import { answersOf, proposalOf, resultOf } from "./take";

const shorts = (keys: readonly string[], { questions }: Edition): string =>
  list(keys.map((key) => shortOf(key, { asked: Object.fromEntries(questions.map((it) => [it.id, it.short])) })));

/** Why it points there, in a sentence. */
const reasonWords = (draft: Draft, edition: Edition): string => {
  const { answered, because, unknown, result } = proposalOf(draft, edition);
  const of = { n: answered, of: asked(edition, draft.type_code).length };
  if (because.length > 0) return t("points.because", { ...of, names: shorts(because, edition) });
  if (result === "not_triaged") return t("points.nothing");
  if (unknown.length > 0) return t("points.unknown", { ...of, names: shorts(unknown, edition) });
  return t("points.clear", of);
};

/** Results to choose from instead: those decided at once; results by phone have a button of their own. */
const OTHERS = TRIAGE_RESULT.filter((code) => !BY_PHONE.some((each) => each === code));

const Points = (props: {
  readonly draft: Draft;
  readonly edition: Edition;
  readonly onResult: (result: TriageResultCode | null) => void;
}) => {
  const { draft, edition } = props;
  const id = useId();
  const proposal = proposalOf(draft, edition);
  const result = resultOf(draft, edition);
  const stops = !sendsTeam(result);
  return (
    <section
      class={`panel stack-s ${stops || proposal.because.length > 0 || proposal.hints.length > 0 ? "warn" : "tint"}`}
    >
      <div role="status" class="stack-s">
        <p class="label">{t(draft.triage_result === null ? "points.title" : "points.chosen")}</p>
        <p class="points">{result === "not_triaged" ? t("points.none") : deskLabel("triage_result", result)}</p>
        <p>{reasonWords(draft, edition)}</p>
        {proposal.hints.map((hint) => (
          <p key={hint} class="b">
            {t(`hint.${hint}`)}
          </p>
        ))}
      </div>
      <div class="row tight">
        <label class="s" for={id}>
          {t("points.differ")}
        </label>
        <div class="field grow">
          <select
            id={id}
            value={draft.triage_result ?? ""}
            onChange={(event) => {
              const { value } = event.currentTarget;
              props.onResult(TRIAGE_RESULT.find((code) => code === value) ?? null);
            }}
          >
            <option value="">{t("points.asProposed")}</option>
            {OTHERS.map((code) => (
              <option key={code} value={code}>
                {deskLabel("triage_result", code)}
              </option>
            ))}
          </select>
        </div>
      </div>
    </section>
  );
};

const SafeToTalk = (props: { readonly isSafe: boolean; readonly onSafe: (isSafe: boolean) => void }) => (
  <section class="panel stack-s">
    <h2>{t("dv.title")}</h2>
    <p>{t("dv.lead")}</p>
    <label class="row">
      <input type="checkbox" checked={props.isSafe} onChange={(event) => props.onSafe(event.currentTarget.checked)} />
      {t("dv.safe")}
    </label>
  </section>
);

const BEST = 3;

const Best = (props: {
  readonly candidates: readonly Candidate[];
  readonly chosen: Candidate | undefined;
  readonly known: Known;
  readonly hasType: boolean;
  readonly onChoose: (unit: string) => void;
}) => {
  const best = props.candidates.slice(0, BEST);
  const { chosen } = props;
  return (
    <section class="panel stack-s" aria-labelledby="best-title">
      <h2 id="best-title">{t("best.title")}</h2>
      {!props.hasType && <p class="dim">{t("best.noType")}</p>}
      {props.hasType && chosen === undefined && <p class="dim">{t("best.nobody")}</p>}
      {chosen !== undefined && (
        <>
          <ChipChoices
            legend={t("best.choose")}
            hideLegend
            choices={best.map((it) => ({ value: it.unit.id, label: it.unit.name }))}
            value={chosen.unit.id}
            onPick={props.onChoose}
          />
          <p>
            <b>{chosen.unit.name}.</b> {whyWords(chosen, props.known)}
          </p>
        </>
      )}
    </section>
  );
};

const NotSending = (props: {
  readonly draft: Draft;
  readonly edition: Edition;
  readonly reason: NotSentReasonCode | "to_do" | null;
  readonly onReason: (reason: NotSentReasonCode | "to_do") => void;
  readonly onClose: () => void;
}) => (
  <section class="panel stack-s locked" aria-labelledby="not-title">
    <h2 id="not-title" class="row tight">
      <Icon name="lock" /> {t("not.title")}
    </h2>
    <div id="field-not">
      <ChipChoices
        legend={t("not.lead")}
        choices={[
          ...reasonsFor(answersOf(props.draft), props.edition.questions).map((value) => ({
            value,
            label: deskLabel("not_sent_reason", value),
          })),
          { value: "to_do" as const, label: board("close.toDo") },
        ]}
        value={props.reason}
        onPick={props.onReason}
      />
    </div>
    <button type="button" class="btn sm full" disabled={props.reason === null} onClick={props.onClose}>
      {t("not.close")}
    </button>
    {props.reason === null && <p class="s dim">{t("not.why")}</p>}
  </section>
);

export const Right = (props: {
  readonly draft: Draft;
  readonly set: (change: Partial<Draft>) => void;
  readonly candidates: readonly Candidate[];
  readonly chosen: Candidate | undefined;
  readonly known: Known & { readonly edition: Edition };
  readonly reason: NotSentReasonCode | "to_do" | null;
  readonly onChoose: (unit: string) => void;
  readonly onReason: (reason: NotSentReasonCode | "to_do") => void;
  readonly onNotSent: () => void;
}) => {
  const { draft, set } = props;
  const { edition } = props.known;
  return (
    <div class="col scroll">
      <Points draft={draft} edition={edition} onResult={(triage_result) => set({ triage_result })} />
      {draft.answers["dv"] === "yes" && (
        <SafeToTalk isSafe={draft.is_safe_number} onSafe={(is_safe_number) => set({ is_safe_number })} />
      )}
      <Best
        candidates={props.candidates}
        chosen={props.chosen}
        known={props.known}
        hasType={draft.type_code !== null}
        onChoose={props.onChoose}
      />
      <NotSending
        draft={draft}
        edition={edition}
        reason={props.reason}
        onReason={props.onReason}
        onClose={props.onNotSent}
      />
    </div>
  );
};

/** Taking a call: left what they tell us, middle the questions, right where it points. The keyboard alone is enough. */
import { useEffect, useRef, useState } from "preact/hooks";
import { PaperTime } from "../alone/papertime";
import { announce } from "../../../parts/announce";
import { Field } from "../../../parts/field";
import { Icon } from "../../../parts/icon";
import { toast, Toasts } from "../../../parts/toast";
import type { AnswerCode, Call, NotSentReasonCode } from "../../../schema";
import { go } from "../../../router";
import { deskLabel } from "../../../text/codes.desk";
import { t as s } from "../../../text/desk/board";
import { t } from "../../../text/desk/intake";
import { list } from "../../../text/times";
import { type Desk, fieldOf, useDesk } from "../board/use";
import { focusGroup } from "../parts/choices";
import { Kbd } from "../parts/kbd";
import { useKeyboard } from "../parts/keyboard";
import { letters } from "../parts/letters";
import { type IntakeAction, intakeAction, takesText } from "../rules/keys";
import { type Candidate, offerable, whoCouldGo } from "../rules/order";
import { noToAll, openOf, sendsTeam, unasked } from "../rules/triage";
import { asked, typesShown } from "../editions/rules";
import { said } from "../editions/words";
import { ClosingSheet } from "../sheets/closing";
import { countOne, zoneOf } from "../telling/days";
import { SiteSheet } from "../telling/site";
import { Ask, nextOpen } from "./ask";
import { lastAt } from "../alone/times";
import { looksLike } from "../changing/alike";
import { LooksLike } from "../changing/same";
import { begunBy, type Draft, type Intake, useIntake } from "./draft";
import { Header } from "./head";
import { wider } from "./near";
import { chosenByLetter, ownsLetters } from "./picking";
import { Right } from "./points";
import { saveCall } from "./save";
import { answersOf, filledFrom, missing, type Needed, priorityOf, resultOf, type Then } from "./take";
import { Told } from "./told";

const IDS: Readonly<Record<Needed, string>> = {
  where: "field-1",
  kind: "field-kind",
  type: "field-3",
  caller: "field-4",
  without: "field-5",
};

const candidatesOf = (draft: Draft, desk: Desk): readonly Candidate[] => {
  if (draft.type_code === null) return [];
  const { id, type_code, area } = draft;
  const language = draft.language === "" ? null : draft.language;
  return offerable(
    whoCouldGo({ id, type_code, area, language, priority: priorityOf(draft, desk.edition) }, fieldOf(desk)),
  );
};

/** The call this one may be about the same as. What was on paper came in when the paper says. */
const alikeOf = (draft: Draft, desk: Desk): Call | null => {
  const { client, calls, now } = desk;
  const paper = lastAt(draft.on_paper, client.deviceNow());
  const received_at = paper === null ? draft.started_at : paper - client.deviceNow() + client.now();
  return looksLike({ ...draft, received_at }, calls, now);
};

interface Form {
  readonly desk: Desk;
  readonly draft: Draft;
  readonly intake: Intake;
  readonly chosen: Candidate | undefined;
  readonly alike: Call | null;
  readonly question: string | null;
  readonly answer: (id: string, answer: AnswerCode) => void;
  readonly rest: () => void;
  readonly finish: (then: Then) => void;
  readonly leave: () => void;
  readonly phone: () => void;
  readonly site: () => void;
}

/** Puts the focus on the first thing missing; false when nothing is. */
const stopped = (draft: Draft): boolean => {
  const first = missing(draft)[0];
  if (first === undefined) return false;
  focusGroup(IDS[first]);
  return true;
};

/** What is still to answer, once somebody tried to go on without it; it grows shorter with each answer. */
const Missing = ({ draft }: { readonly draft: Draft }) => {
  const open = missing(draft);
  if (open.length === 0) return null;
  return (
    <p class="note warn missing">
      <Icon name="alert" />
      <b>{t("missing", { names: list(open.map((field) => t(`missing.${field}`))) })}</b>
    </p>
  );
};

const ambulance = ({ draft, intake }: Form): void =>
  intake.set({ triage_result: draft.triage_result === "alt_with_ems" ? null : "alt_with_ems" });

const offerBest = (form: Form): void => {
  if (!sendsTeam(resultOf(form.draft, form.desk.edition))) focusGroup("field-not");
  else form.finish(form.chosen === undefined ? { what: "wait" } : { what: "offer", unit: form.chosen.unit.id });
};

const same = ({ alike, finish }: Form): void => {
  if (alike !== null) finish({ what: "same", as: alike });
};

const DOING: {
  readonly [K in IntakeAction["type"]]: (form: Form, action: Extract<IntakeAction, { type: K }>) => void;
} = {
  field: (_form, { n }) => focusGroup(`field-${n}`),
  answer: (form, { answer }) => form.question !== null && form.answer(form.question, answer),
  rest: (form) => form.rest(),
  by_phone: (form) => form.phone(),
  site: (form) => form.site(),
  ambulance,
  same,
  wider: ({ draft, intake }) => intake.set({ place_within: wider(draft.place_within) }),
  not_sending: () => focusGroup("field-not"),
  offer: offerBest,
  leave: (form) => form.leave(),
};

const doKey = (form: Form, action: IntakeAction): void => {
  // Each entry takes exactly the action of its name, which the compiler cannot follow through the lookup.
  const act = DOING[action.type] as (form: Form, action: IntakeAction) => void;
  act(form, action);
};

/** Goes to the next field of the left side that is not optional; after the last one the questions have the word. */
const toNextField = (from: Element): boolean => {
  const told = from.closest("[data-told]");
  if (told === null) return false;
  const next = [...told.querySelectorAll("[data-stop]")].find(
    (stop) => !stop.contains(from) && (from.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0,
  );
  const target = next?.querySelector<HTMLElement>("input[type=text], input:checked, input, select");
  (target ?? document.querySelector<HTMLElement>("#ask-title"))?.focus();
  return true;
};

const isPlain = (event: KeyboardEvent): boolean => !event.ctrlKey && !event.altKey && !event.metaKey;

const isLetter = (event: KeyboardEvent): boolean => isPlain(event) && /^\p{L}$/u.test(event.key);

/** True when the key was ours. */
const pressed = (form: Form, event: KeyboardEvent): boolean => {
  const focus = document.activeElement;
  if (event.key === "Enter" && isPlain(event) && focus?.matches("input, select") === true) return toNextField(focus);
  // A letter its group does not know does nothing: least of all does it answer a question.
  if (focus !== null && isLetter(event) && letters.value && ownsLetters(focus)) {
    return chosenByLetter(focus, event.key) && toNextField(focus);
  }
  const action = intakeAction(event, takesText(focus));
  if (action === null) return false;
  const isSingle = isPlain(event) && ["answer", "field", "rest", "same"].includes(action.type);
  if (isSingle && !letters.value) return false;
  doKey(form, action);
  return true;
};

const Dock = ({ form }: { readonly form: Form }) => {
  const { draft, chosen } = form;
  const sends = sendsTeam(resultOf(draft, form.desk.edition));
  const main = chosen === undefined ? t("dock.wait") : t("dock.offer", { team: chosen.unit.name });
  return (
    <footer class="cmd dockbar">
      <button type="button" class="btn quiet leave" onClick={form.leave}>
        {t("dock.leave")} <Kbd>Esc</Kbd>
      </button>
      <button type="button" class="btn" onClick={form.phone}>
        {t("dock.phone")} <Kbd>Alt P</Kbd>
      </button>
      <button
        type="button"
        class="btn"
        aria-pressed={draft.triage_result === "alt_with_ems"}
        onClick={() => ambulance(form)}
      >
        {draft.triage_result === "alt_with_ems" && <Icon name="check" />}
        {t("dock.ambulance")} <Kbd>Alt A</Kbd>
      </button>
      <button type="button" class={sends ? "btn" : "btn pri"} onClick={() => focusGroup("field-not")}>
        {t("dock.notSending")} <Kbd>Alt N</Kbd>
      </button>
      {sends && chosen !== undefined && (
        <button type="button" class="btn" onClick={() => form.finish({ what: "wait" })}>
          {t("dock.later")}
        </button>
      )}
      {sends && (
        <button type="button" class="btn pri" onClick={() => offerBest(form)}>
          {main} <Kbd>Ctrl Enter</Kbd>
        </button>
      )}
      <div class="toasts">
        <Toasts />
      </div>
    </footer>
  );
};

const useForm = (desk: Desk, intake: Intake, open: (over: "phone" | "site") => void) => {
  const [pick, setPick] = useState<string | null>(null);
  const [isTold, setTold] = useState(false);
  const [question, setQuestion] = useState<string | null>(null);
  const [together, setTogether] = useState<readonly string[]>([]);
  const saving = useRef(false);
  const { draft } = intake;
  if (draft === null) return null;
  const candidates = candidatesOf(draft, desk);
  const questions = asked(desk.edition, draft.type_code);
  const now = questions.find(({ id }) => id === question)?.id ?? nextOpen(draft.answers, null, questions);
  const isStopped = (of: Draft = draft): boolean => {
    if (!stopped(of)) return false;
    setTold(true);
    return true;
  };
  const finish = async (then: Then): Promise<void> => {
    const told = then.what === "same" ? filledFrom(draft, then.as) : draft;
    if (told !== draft) intake.set(told);
    if (saving.current || isStopped(told)) return;
    saving.current = true;
    const saved = await saveCall(desk, told, then);
    saving.current = false;
    if (!saved) return;
    await intake.drop();
    go(`/desk/call/${then.what === "same" ? then.as.id : draft.id}`, { replace: true });
  };
  const form: Form = {
    desk,
    draft,
    intake,
    chosen: candidates.find((it) => it.unit.id === pick) ?? candidates[0],
    alike: alikeOf(draft, desk),
    question: now,
    answer: (id, answer) => {
      const answers = { ...draft.answers, [id]: answer };
      const next = nextOpen(answers, id, questions);
      const words = questions.find((it) => it.id === next)?.words;
      intake.set({ answers });
      setQuestion(next);
      setTogether([]);
      announce(words === undefined ? t("ask.all") : `${deskLabel("answer", answer)}. ${said(words)}`);
    },
    rest: () => {
      const open = openOf(draft.answers, questions);
      intake.set({ answers: open.length > 0 ? noToAll(draft.answers, open) : unasked(draft.answers, together) });
      setTogether(open);
      setQuestion(null);
      announce(open.length > 0 ? t("ask.restDone", { n: open.length }) : t("ask.restBack", { n: together.length }));
    },
    finish: (then) => void finish(then),
    leave: () => void intake.kept().then(() => go("/desk")),
    phone: () => {
      if (!isStopped()) open("phone");
    },
    site: () => {
      if (sitePhone(desk) !== null) open("site");
    },
  };
  return { form, questions, candidates, setPick, setQuestion, isTold, together };
};

/** The number of the confidential site; null where this city has none. */
const sitePhone = (desk: Desk): string | null => desk.client.session.org.site_phone ?? null;

/** Counted in this browser; of the call nothing stays, here or elsewhere. */
const giveSite = async (desk: Desk, intake: Intake): Promise<void> => {
  countOne(localStorage, desk.client.session.org.tag, desk.client.now(), zoneOf(desk.client));
  await intake.drop();
  toast({ strong: s("site.done") });
  go("/desk", { replace: true });
};

const LOOKS = (draft: Draft) => ({ number: "", screening: answersOf(draft) as Readonly<Record<string, AnswerCode>> });

export const IntakeScreen = ({ id }: { readonly id: string }) => {
  const board = useDesk();
  const intake = useIntake(board.client, id);
  const desk = begunBy(intake.draft, board, board.client.rows("taxonomy").value.values());
  const [over, setOver] = useState<"phone" | "site" | null>(null);
  const [reason, setReason] = useState<NotSentReasonCode | "to_do" | null>(null);
  // Chosen as they stand at the start: nothing jumps about under a finger.
  const [began] = useState(() => [...board.calls.values()]);
  const made = useForm(desk, intake, setOver);
  useKeyboard((event) => made !== null && over === null && pressed(made.form, event));
  useEffect(() => {
    document.title = `${t("title")} · 727`;
  }, []);
  if (made === null) return null;
  const { form, questions, candidates } = made;
  const types = typesShown(began, desk.edition);
  const { draft } = form;
  const areas = [...new Set([...desk.calls.values()].map((call) => call.area))].filter((area) => area !== "unknown");
  return (
    <div class="wrapc desk">
      <Header draft={draft} isKept={intake.isKept} desk={desk} />
      <main class="intake">
        <Told
          draft={draft}
          set={intake.set}
          areas={areas.sort()}
          types={types}
          desk={desk}
          onSite={sitePhone(desk) === null ? null : form.site}
        >
          <LooksLike as={form.alike} now={desk.now} onSame={() => same(form)} />
        </Told>
        <Ask
          questions={questions}
          answers={draft.answers}
          now={form.question}
          together={made.together}
          onAnswer={form.answer}
          onRest={form.rest}
          onFocus={made.setQuestion}
        >
          <Field
            label={t("access")}
            value={draft.access_note}
            max={200}
            onInput={(access_note) => intake.set({ access_note })}
          />
          <PaperTime
            value={draft.on_paper}
            now={desk.client.deviceNow()}
            onSet={(on_paper) => intake.set({ on_paper })}
          />
        </Ask>
        <Right
          draft={draft}
          set={intake.set}
          candidates={candidates}
          chosen={form.chosen}
          known={desk}
          reason={reason}
          onChoose={made.setPick}
          onReason={setReason}
          onNotSent={() => reason !== null && form.finish({ what: "not_sent", reason })}
        />
      </main>
      <div>
        <div role="alert">{made.isTold && <Missing draft={draft} />}</div>
        <Dock form={form} />
      </div>
      {over === "site" && (
        <SiteSheet
          phone={sitePhone(desk) ?? ""}
          onGiven={() => void giveSite(desk, intake)}
          onClose={() => setOver(null)}
        />
      )}
      {over === "phone" && (
        <ClosingSheet
          call={LOOKS(draft)}
          about="by_phone"
          onPick={(how) => {
            setOver(null);
            if ("triage_result" in how && how.triage_result !== undefined) {
              form.finish({ what: "by_phone", result: how.triage_result });
            }
          }}
          onClose={() => setOver(null)}
        />
      )}
    </div>
  );
};

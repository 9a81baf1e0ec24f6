/** The command line: says in a sentence what Enter will do, before it does it. Tab completes, up goes back in time. */
import { useRef, useState } from "preact/hooks";
import { HANDED_TO, type NotSentReasonCode, type TriageResultCode } from "../../../schema";
import { deskLabel } from "../../../text/codes.desk";
import { own, t } from "../../../text/desk/board";
import { Kbd } from "../parts/kbd";
import { numberOf, titleOf, whereOf } from "../parts/words";
import { type Parsed, read, type Reason, type Vocabulary } from "../rules/command";
import { mayLead, mergeWords } from "../changing/merging";
import { BY_PHONE, reasonsFor } from "../rules/triage";
import { mayPassTo } from "../rules/handovers";
import { heldFor, isOnShift, whoCouldGo } from "../rules/order";
import { type Move, movable } from "../moving/rules";
import { costWords } from "../moving/words";
import { inOrder, isClosed } from "../rules/board";
import { type Desk, fieldOf } from "./use";

const reasonLabel = (reason: Reason): string =>
  reason.kind === "by_phone" ? deskLabel("triage_result", reason.code) : deskLabel("not_sent_reason", reason.code);

const reasons = (): Vocabulary["reasons"] => {
  const byPhone = BY_PHONE.map((code: TriageResultCode): Reason => ({ kind: "by_phone", code }));
  const notSent = reasonsFor({}).map((code: NotSentReasonCode): Reason => ({ kind: "not_sent", code }));
  return [...byPhone, ...notSent].map((reason) => ({ label: reasonLabel(reason), reason }));
};

const vocabulary = (desk: Desk): Vocabulary => ({
  verbs: {
    offer: t("line.offer"),
    move: t("line.move"),
    hold: t("line.hold"),
    close: t("line.close"),
    pass: t("line.pass"),
    prio: t("line.prio"),
    merge: t("line.merge"),
    find: t("line.find"),
  },
  calls: inOrder(desk.board).map(({ call }) => call),
  units: [...desk.units.values()].filter(isOnShift),
  reasons: reasons(),
  services: HANDED_TO.map((to) => ({ label: deskLabel("handed_to", to), to })),
  describe: (call) => `${call.number} ${titleOf(call)} ${whereOf(call)} ${call.area}`,
});

type Told = Extract<Parsed, { kind: "offer" | "move" | "hold" }>;

const offerSentence = (parsed: Told, desk: Desk): string => {
  const { call, unit } = parsed;
  const values = { team: unit.name, call: numberOf(call) };
  const on = desk.withCall.get(unit.id);
  if (isClosed(call)) return t("line.isClosed", { call: values.call });
  if (on !== undefined) return t("line.offerBusy", { ...values, other: numberOf(desk.calls.get(on.call_id)) });
  const candidates = whoCouldGo(call, fieldOf(desk));
  return t(candidates.some((it) => it.unit.id === unit.id) ? "line.willOffer" : "line.willOfferAnyway", values);
};

/** The move that this line means, if the team may be moved at all. */
export const moveOf = ({ call, unit }: Pick<Told, "call" | "unit">, desk: Desk): Move | undefined =>
  movable(whoCouldGo(call, fieldOf(desk)), call, desk).find((it) => it.candidate.unit.id === unit.id);

const moveSentence = (parsed: Told, desk: Desk): string => {
  const move = moveOf(parsed, desk);
  return move === undefined
    ? t("line.cannotMove", { team: parsed.unit.name, call: numberOf(parsed.call) })
    : costWords(move, desk);
};

/** Whether the team is held for this very call already. */
export const isHeldFor = ({ call, unit }: Pick<Told, "call" | "unit">, desk: Desk): boolean =>
  heldFor(unit, desk) === call.id;

const holdSentence = (parsed: Told, desk: Desk): string => {
  const values = { team: parsed.unit.name, call: numberOf(parsed.call) };
  if (isClosed(parsed.call)) return t("line.isClosed", values);
  return t(isHeldFor(parsed, desk) ? "line.willRelease" : "line.willHold", values);
};

const passSentence = ({ call, to }: Extract<Parsed, { kind: "pass" }>): string =>
  t(mayPassTo(call).includes(to) ? "line.willPass" : "line.isPassed", {
    call: numberOf(call),
    to: own("passed_to", to),
  });

/** What would happen on Enter, or what is missing. */
export const canMerge = ({ leader, calls }: Extract<Parsed, { kind: "merge" }>): boolean =>
  [leader, ...calls].every(mayLead);

const prioSentence = ({ call, to }: Extract<Parsed, { kind: "prio" }>): string => {
  const values = { call: numberOf(call), priority: to, before: call.priority };
  if (isClosed(call)) return t("line.isClosed", values);
  return t(to === call.priority ? "line.isPrio" : "line.willPrio", values);
};

const sentence = (parsed: Parsed, desk: Desk): string => {
  switch (parsed.kind) {
    case "empty":
      return t("line.hint");
    case "offer":
      return offerSentence(parsed, desk);
    case "move":
      return moveSentence(parsed, desk);
    case "hold":
      return holdSentence(parsed, desk);
    case "close":
      return isClosed(parsed.call)
        ? t("line.isClosed", { call: numberOf(parsed.call) })
        : t("line.willClose", { call: numberOf(parsed.call), reason: reasonLabel(parsed.reason) });
    case "pass":
      return passSentence(parsed);
    case "merge":
      return canMerge(parsed)
        ? mergeWords(parsed.leader, parsed.calls, desk)
        : t("line.cannotMerge", { call: numberOf(parsed.leader) });
    case "prio":
      return prioSentence(parsed);
    case "find": {
      const [first] = parsed.found;
      if (first === undefined) return t("line.foundNone", { words: parsed.words });
      return t("line.found", { n: parsed.found.length, call: numberOf(first), title: titleOf(first) });
    }
    case "missing":
      return parsed.several
        ? t("line.several", { said: parsed.said })
        : t(`line.missing.${parsed.what}`, { said: parsed.said });
  }
};

/** Only a whole command that still can be done is done. */
export const canDo = (parsed: Parsed, desk: Desk): boolean => {
  if (parsed.kind === "move") return moveOf(parsed, desk) !== undefined;
  if (parsed.kind === "find") return parsed.found.length > 0;
  if (parsed.kind === "merge") return canMerge(parsed);
  if (parsed.kind === "prio") return !isClosed(parsed.call) && parsed.to !== parsed.call.priority;
  if (parsed.kind === "pass") return mayPassTo(parsed.call).includes(parsed.to);
  const isOpenOnly = parsed.kind === "offer" || parsed.kind === "hold" || parsed.kind === "close";
  return isOpenOnly && !isClosed(parsed.call);
};

const KEPT = 20;

export const CommandLine = (props: { readonly desk: Desk; readonly onDo: (parsed: Parsed) => void }) => {
  const [text, setText] = useState("");
  const [past, setPast] = useState<readonly string[]>([]);
  const at = useRef(0);
  const { parsed, completed } = read(text, vocabulary(props.desk));
  const submit = (): void => {
    if (!canDo(parsed, props.desk)) return;
    props.onDo(parsed);
    setPast([text, ...past].slice(0, KEPT));
    setText("");
    at.current = 0;
  };
  const recall = (step: number): void => {
    at.current = Math.min(past.length, Math.max(0, at.current + step));
    setText(past[at.current - 1] ?? "");
  };
  const press = (event: KeyboardEvent & { readonly currentTarget: HTMLInputElement }): void => {
    if (event.key === "Tab" && !event.shiftKey && completed !== null && text !== "") {
      event.preventDefault();
      setText(completed);
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      event.preventDefault();
      recall(event.key === "ArrowUp" ? 1 : -1);
    } else if (event.key === "Escape") {
      setText("");
      event.currentTarget.blur();
    }
  };
  return (
    <form
      class="in"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <label for="line">
        <span class="sr">{t("line.label")}</span>
        <b aria-hidden="true">/</b>
      </label>
      <input
        id="line"
        type="text"
        autocomplete="off"
        spellcheck={false}
        placeholder={t("line.example")}
        value={text}
        aria-describedby="line-says"
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={press}
      />
      <output id="line-says" for="line" class="s dim">
        {sentence(parsed, props.desk)}
      </output>
      {canDo(parsed, props.desk) && <Kbd>Enter</Kbd>}
    </form>
  );
};

/** What a saved command says, in the words of the screens: for reading again what was not accepted. Pure. */
import type { CommandArgs } from "../../schema";
import { label } from "../../text/codes";
import { helpLabel } from "../../text/codes.help";
import { say } from "../../text/later";
import { linesOf, noticedWords, p } from "../../text/person";
import { t } from "../../text/phone";
import { day } from "../../text/times";
import { answerOf } from "./logwords";
import { draftOf } from "./answered";
import { asked, isAnswered } from "./outcome";

type Said = { readonly [T in keyof CommandArgs]?: (args: CommandArgs[T]) => readonly string[] };

const SAID: Said = {
  "assignment.accept": () => [t("offer.accept")],
  "assignment.decline": ({ reason }) => [label("decline_reason", reason)],
  "assignment.stage": ({ stage }) => [t(`call.rung.${stage}`)],
  "assignment.take_back": ({ stage }) => [t(`call.rung.${stage}`)],
  "shift.end": ({ note }) => (typeof note === "string" && note !== "" ? [note] : []),
  "unit.status": ({ status }) => [label("unit_status", status)],
  "referral.make": ({ need, urgency, shared, consent }) => [
    `${helpLabel("need", need)} · ${helpLabel("urgency", urgency)}`,
    ...Object.entries(shared ?? {}).map(([field, value]) => `${helpLabel("shared_field", field)}: ${value}`),
    ...(consent == null ? [] : [`${say("ref.ends")}: ${day(consent.expires_at)}`]),
  ],
  "help.place": ({ position }) => [`${position.lat}, ${position.lon} (± ${Math.round(position.accuracy_m)} m)`],
  "encounter.record": ({ answers, note, demographics, presenting = [] }) => {
    const draft = draftOf(answers);
    const lines = asked(draft)
      .filter((axis) => isAnswered(draft, axis))
      .map((axis) => {
        const { answer, rest } = answerOf(axis, draft);
        return rest === "" ? answer : `${answer} · ${rest}`;
      });
    if (presenting.length > 0) lines.push(`${p("noticed")}: ${noticedWords(presenting)}`);
    lines.push(...linesOf(demographics ?? {}).map(([question, told]) => `${question}: ${told}`));
    return typeof note === "string" && note !== "" ? [...lines, note] : lines;
  },
};

/** One line an answer; none where the app has no words for it. What was saved may be older than this app. */
export const inWords = (type: string, args: unknown): readonly string[] => {
  const say = Object.entries(SAID).find(([each]) => each === type)?.[1] as
    | ((args: unknown) => readonly string[])
    | undefined;
  try {
    return args === null || say === undefined ? [] : say(args);
  } catch {
    return [];
  }
};

/** What somebody typed into it, where the app has no other words for it: an id or a code has no blank in it. */
export const typed = (args: unknown): readonly string[] =>
  typeof args === "object" && args !== null
    ? Object.values(args).filter((each): each is string => typeof each === "string" && /\s/.test(each))
    : [];

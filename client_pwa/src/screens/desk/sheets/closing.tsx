/** A call without a team: solved by phone, or not sent and why. Nothing closes without one of the two. */
import type { Call } from "../../../schema";
import { deskLabel } from "../../../text/codes.desk";
import { t } from "../../../text/desk/board";
import type { Closing } from "../actions";
import { useKeyboard } from "../parts/keyboard";
import { letters } from "../parts/letters";
import { numberOf, upper } from "../parts/words";
import { BY_PHONE, reasonsFor } from "../rules/triage";
import { ChoiceSheet } from "../parts/choicesheet";

interface Choice {
  readonly code: string;
  readonly label: string;
  readonly how: Closing;
}

const byPhone = (): readonly Choice[] =>
  BY_PHONE.map((code) => ({ code, label: deskLabel("triage_result", code), how: { triage_result: code } }));

type About = Pick<Call, "number" | "screening">;

const notSent = (call: About): readonly Choice[] =>
  reasonsFor(call.screening).map((code) => ({
    code,
    label: deskLabel("not_sent_reason", code),
    how: { not_sent_reason: code },
  }));

/** The digit that gives the nth reason; 0 leaves it to do. */
const withKeys = (choices: readonly Choice[], toDo: Choice | null): readonly (Choice & { readonly kbd?: string })[] => [
  ...choices.map((it, i) => (i < 9 ? { ...it, kbd: String(i + 1) } : it)),
  ...(toDo === null ? [] : [{ ...toDo, kbd: "0" }]),
];

/** One press on a reason closes the call with it. In a burst the reason may be left to do, unless it is being filled in. */
export const ClosingSheet = (props: {
  readonly call: About;
  readonly about: "by_phone" | "not_sent";
  readonly filling?: boolean;
  readonly onPick: (how: Closing) => void;
  readonly onClose: () => void;
}) => {
  const { call, about, filling = false } = props;
  const toDo =
    about === "not_sent" && !filling ? { code: "to_do", label: t("close.toDo"), how: { to_do: true } as const } : null;
  const choices = withKeys(about === "by_phone" ? byPhone() : notSent(call), toDo);
  useKeyboard((event) => {
    const isOurs = letters.value && !event.repeat && !event.ctrlKey && !event.altKey && !event.metaKey;
    const found = isOurs ? choices.find(({ kbd }) => kbd === event.key) : undefined;
    if (found !== undefined) props.onPick(found.how);
    return found !== undefined;
  });
  return (
    <ChoiceSheet
      title={upper(t(`close.${about}`, { call: numberOf(call) }))}
      lead={t(filling ? "close.fillLead" : `close.${about}Lead`)}
      look="pair"
      choices={choices.map(({ code, how, ...it }) => ({ ...it, key: code, pick: () => props.onPick(how) }))}
      onClose={props.onClose}
    />
  );
};

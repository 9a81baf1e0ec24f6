/** A call without a team: solved by phone, or not sent and why. Nothing closes without one of the two. */
import type { Call } from "../../../schema";
import { deskLabel } from "../../../text/codes.desk";
import { t } from "../../../text/desk/board";
import type { Closing } from "../actions";
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

/** One press on a reason closes the call with it. */
export const ClosingSheet = (props: {
  readonly call: About;
  readonly about: "by_phone" | "not_sent";
  readonly onPick: (how: Closing) => void;
  readonly onClose: () => void;
}) => {
  const { call, about } = props;
  const choices = about === "by_phone" ? byPhone() : notSent(call);
  return (
    <ChoiceSheet
      title={upper(t(`close.${about}`, { call: numberOf(call) }))}
      lead={t(`close.${about}Lead`)}
      look="pair"
      choices={choices.map(({ code, label, how }) => ({ key: code, label, pick: () => props.onPick(how) }))}
      onClose={props.onClose}
    />
  );
};

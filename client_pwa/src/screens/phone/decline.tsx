/** p03b: nine reasons, one tap sends; going back keeps the clock. */
import { Btn } from "../../parts/btn";
import { Icon } from "../../parts/icon";
import { Sheet } from "../../parts/sheet";
import type { DeclineReasonCode } from "../../schema";
import { label } from "../../text/codes";
import { t } from "../../text/phone";
import { countdown } from "../../text/times";

const PAIRED: readonly DeclineReasonCode[] = [
  "unsafe",
  "conflict_of_interest",
  "no_skill",
  "language",
  "too_far",
  "fatigue_break",
  "vehicle",
  "end_of_shift",
];

export const Decline = (props: {
  readonly left: number | null;
  readonly busy: boolean;
  readonly onPick: (reason: DeclineReasonCode) => void;
  readonly onClose: () => void;
}) => (
  <Sheet title={t("offer.cant.title")} lead={t("offer.cant.lead")} onClose={props.onClose} help>
    <div class="pair">
      {PAIRED.map((reason) => (
        <Btn key={reason} disabled={props.busy} onPress={() => props.onPick(reason)}>
          {label("decline_reason", reason)}
        </Btn>
      ))}
    </div>
    <Btn full disabled={props.busy} onPress={() => props.onPick("other")}>
      {label("decline_reason", "other")}
    </Btn>
    <Btn kind="pri" full onPress={props.onClose}>
      <Icon name="back" /> {t("offer.goBack")}
      {props.left !== null && <span aria-hidden="true"> · {countdown(props.left)}</span>}
    </Btn>
  </Sheet>
);

/** How long ago something was that the desk heard: just now, or one of so many minutes. */
import { t } from "../../../text/desk/board";
import { span } from "../../../text/times";
import { ChipChoices } from "./choices";

export const MINUTE = 60_000;

/** `choices` in minutes; "0" is now. */
export const AgoChoices = <V extends string>(props: {
  readonly choices: readonly V[];
  readonly value: V;
  readonly onPick: (value: V) => void;
}) => (
  <ChipChoices
    legend={t("voice.when")}
    choices={props.choices.map((value) => ({
      value,
      label: value === "0" ? t("voice.now") : t("ago", { span: span(Number(value) * MINUTE) }),
    }))}
    value={props.value}
    onPick={props.onPick}
  />
);

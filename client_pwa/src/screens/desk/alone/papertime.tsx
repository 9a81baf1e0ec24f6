/** A call that was written on paper first: it has waited since it came in, not since somebody typed it. */
import { Field } from "../../../parts/field";
import { Foldout } from "../../../parts/foldout";
import { t } from "../../../text/desk/board";
import { isTime } from "./times";

export const PaperTime = (props: {
  readonly value: string;
  readonly now: number;
  readonly onSet: (text: string) => void;
}) => (
  <Foldout title={t("paper.was")}>
    <Field
      label={t("paper.received")}
      value={props.value}
      placeholder={t("alone.clock")}
      max={5}
      {...(isTime(props.value, props.now) ? {} : { hint: t("alone.noClock") })}
      onInput={props.onSet}
    />
  </Foldout>
);

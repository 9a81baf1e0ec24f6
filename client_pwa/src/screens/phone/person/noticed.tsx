/** What the team noticed of the person: several of a list, on a sheet of their own; all may stay off. */
import { Chip, Chips } from "../../../parts/chip";
import type { PresentingCode } from "../../../schema";
import { noticedWords, p, personLabel, PRESENTING } from "../../../text/person";
import { PersonSheet } from "./row";

/** Each once, as the list has them. */
export const inOrder = (noticed: readonly PresentingCode[]): readonly PresentingCode[] =>
  PRESENTING.filter((each) => noticed.includes(each));

export const Noticed = (props: {
  readonly noticed: readonly PresentingCode[];
  readonly onChange: (noticed: readonly PresentingCode[]) => void;
}) => {
  const { noticed, onChange } = props;
  const flip = (code: PresentingCode): void =>
    onChange(noticed.includes(code) ? noticed.filter((each) => each !== code) : inOrder([...noticed, code]));
  const lead = p("noticedLead");
  return (
    <PersonSheet icon="eye" title={p("noticed")} sum={noticed.length === 0 ? lead : noticedWords(noticed)} lead={lead}>
      <Chips label={p("noticed")}>
        {PRESENTING.map((code) => (
          <Chip key={code} on={noticed.includes(code)} onPress={() => flip(code)}>
            {personLabel("presenting", code)}
          </Chip>
        ))}
      </Chips>
    </PersonSheet>
  );
};

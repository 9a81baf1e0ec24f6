/** A team says by voice that it is all right: one press, with who said it and how long it needs where that was asked. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Sheet } from "../../../parts/sheet";
import type { Assignment, Unit } from "../../../schema";
import { t } from "../../../text/desk/board";
import { s } from "../../../text/shell";
import { span } from "../../../text/times";
import { checkWords } from "./line";
import { AgoChoices, MINUTE } from "../parts/ago";
import { ChipChoices } from "../parts/choices";
import { checkOf } from "../rules/checkins";
import { Who } from "../sheets/voice";

const MORE = ["0", "10", "20", "40"] as const;
const AGO = ["0", "2", "5", "10"] as const;

/** What the desk heard: who, if it asked, how long ago, and how much more time they need. */
export interface Heard {
  readonly who: string;
  readonly minutesAgo: number;
  readonly more: number;
}

export const CheckInSheet = (props: {
  readonly assignment: Assignment;
  readonly unit: Unit | undefined;
  readonly team: string;
  readonly now: number;
  readonly onSave: (heard: Heard) => void;
  readonly onClose: () => void;
}) => {
  const { assignment, team, now } = props;
  const [who, setWho] = useState("");
  const [ago, setAgo] = useState<(typeof AGO)[number]>("0");
  const [more, setMore] = useState<(typeof MORE)[number]>("0");
  const inside = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => inside.current?.querySelector<HTMLElement>(".pri")?.focus(), []);
  const check = checkOf(assignment, now);
  return (
    <Sheet
      title={t("check.title", { team })}
      lead={check === null ? t("check.lead") : `${checkWords(check, now)}. ${t("check.lead")}`}
      onClose={props.onClose}
    >
      <div ref={inside} class="stack">
        <button
          type="button"
          class="btn pri full"
          onClick={() => props.onSave({ who: who.trim(), minutesAgo: Number(ago), more: Number(more) })}
        >
          {t("check.save")}
        </button>
        <ChipChoices
          legend={t("check.more")}
          choices={MORE.map((value) => ({
            value,
            label: value === "0" ? t("check.usual") : t("check.later", { span: span(Number(value) * MINUTE) }),
          }))}
          value={more}
          onPick={setMore}
        />
        <AgoChoices choices={AGO} value={ago} onPick={setAgo} />
        <Who unit={props.unit} value={who} onPick={setWho} />
      </div>
      <button type="button" class="btn quiet full" onClick={props.onClose}>
        {s("back")}
      </button>
    </Sheet>
  );
};

/** A team says by voice what its phone could not: written down as theirs, with who said it and when it was. */
import { useState } from "preact/hooks";
import { useApp } from "../../../parts/app";
import { Field } from "../../../parts/field";
import { Sheet } from "../../../parts/sheet";
import { type Assignment, DECLINE_REASON, type DeclineReasonCode, type Unit } from "../../../schema";
import { label } from "../../../text/codes";
import { own, t } from "../../../text/desk/board";
import { s } from "../../../text/shell";
import type { Said } from "../actions";
import { AgoChoices, MINUTE } from "../parts/ago";
import { ChipChoices } from "../parts/choices";
import { upper } from "../parts/words";
import { isAsked } from "../rules/board";
import { nextStages, type StageName } from "../rules/ladder";

type What = "accepted" | "declined" | StageName;

/** How long ago it was, in minutes. */
const AGO = ["0", "2", "5", "10", "20", "40"] as const;
type Ago = (typeof AGO)[number];

const choices = (assignment: Assignment): readonly What[] => {
  const stages = nextStages(assignment);
  return isAsked(assignment) ? ["accepted", "declined", ...stages] : stages;
};

/** Null while something is still to be answered. */
const saidOf = (what: What | null, reason: DeclineReasonCode | null, ago: Ago, clock: number): Said | null => {
  if (what === null) return null;
  if (what === "accepted") return { what };
  if (what === "declined") return reason === null ? null : { what, reason };
  return { what: "reached", stage: what, at: ago === "0" ? null : clock - Number(ago) * MINUTE };
};

const missingWord = (what: What | null, said: Said | null) => {
  if (said !== null) return "voice.missingWho";
  return what === "declined" ? "voice.missingWhy" : "voice.missingWhat";
};

export const Who = (props: {
  readonly unit: Unit | undefined;
  readonly value: string;
  readonly onPick: (who: string) => void;
}) => {
  const names = (props.unit?.members ?? []).map((member) => member.name).filter((name) => name !== "");
  const isMember = names.includes(props.value);
  return (
    <div class="stack-s">
      {names.length > 0 && (
        <ChipChoices
          legend={t("voice.who")}
          choices={names.map((name) => ({ value: name, label: name }))}
          value={isMember ? props.value : null}
          onPick={props.onPick}
        />
      )}
      <Field
        label={t(names.length > 0 ? "voice.someoneElse" : "voice.who")}
        value={isMember ? "" : props.value}
        max={200}
        onInput={props.onPick}
      />
    </div>
  );
};

export const VoiceSheet = (props: {
  readonly assignment: Assignment;
  readonly unit: Unit | undefined;
  readonly team: string;
  readonly onSave: (said: Said, who: string) => void;
  readonly onClose: () => void;
}) => {
  const [what, setWhat] = useState<What | null>(null);
  const [reason, setReason] = useState<DeclineReasonCode | null>(null);
  const [ago, setAgo] = useState<Ago>("0");
  const [who, setWho] = useState("");
  const { client } = useApp();
  const said = saidOf(what, reason, ago, client.deviceNow());
  const isStage = what !== null && what !== "accepted" && what !== "declined";
  const missing = said === null || who.trim() === "";
  return (
    <Sheet title={t("voice.title", { team: props.team })} lead={t("voice.lead")} onClose={props.onClose}>
      <ChipChoices
        legend={t("voice.what")}
        choices={choices(props.assignment).map((value) => ({ value, label: upper(own("assignment", value)) }))}
        value={what}
        onPick={setWhat}
      />
      {what === "declined" && (
        <ChipChoices
          legend={t("voice.why")}
          choices={DECLINE_REASON.map((value) => ({ value, label: label("decline_reason", value) }))}
          value={reason}
          onPick={setReason}
        />
      )}
      {isStage && <AgoChoices choices={AGO} value={ago} onPick={setAgo} />}
      <Who unit={props.unit} value={who} onPick={setWho} />
      <button
        type="button"
        class="btn pri full"
        disabled={missing}
        onClick={() => said !== null && props.onSave(said, who.trim())}
      >
        {t("voice.save")}
      </button>
      {missing && <p class="s dim center">{t(missingWord(what, said))}</p>}
      <button type="button" class="btn quiet full" onClick={props.onClose}>
        {s("back")}
      </button>
    </Sheet>
  );
};

/** A team is sent by voice: whom to phone, who said yes, and, for what was on paper, when it was. */
import { useState } from "preact/hooks";
import { useApp } from "../../../parts/app";
import { Field } from "../../../parts/field";
import { Foldout } from "../../../parts/foldout";
import { Sheet } from "../../../parts/sheet";
import type { Call, Unit } from "../../../schema";
import { own, t } from "../../../text/desk/board";
import { s } from "../../../text/shell";
import { ChipChoices } from "../parts/choices";
import { numberOf, titleOf, upper, whereOf } from "../parts/words";
import type { StageName } from "../rules/ladder";
import { Who } from "../sheets/voice";
import type { SentByVoice } from "./actions";
import { Numbers } from "./number";
import { isTime, lastAt } from "./times";

const STAGES = ["enroute", "on_scene", "contact", "cleared"] as const satisfies readonly StageName[];
type Step = "sent" | (typeof STAGES)[number];
type Times = Readonly<Partial<Record<Step, string>>>;

const Clocks = (props: { readonly times: Times; readonly now: number; readonly onSet: (times: Times) => void }) => (
  <Foldout title={t("alone.onPaper")}>
    <div class="stack-s">
      <p class="s dim">{t("alone.onPaperLead")}</p>
      {(["sent", ...STAGES] as const).map((step) => (
        <Field
          key={step}
          label={step === "sent" ? t("alone.sentAt") : upper(own("assignment", step))}
          value={props.times[step] ?? ""}
          placeholder={t("alone.clock")}
          max={5}
          {...(isTime(props.times[step] ?? "", props.now) ? {} : { hint: t("alone.noClock") })}
          onInput={(text) => props.onSet({ ...props.times, [step]: text })}
        />
      ))}
    </div>
  </Foldout>
);

const toldOf = (times: Times, who: string, now: number): SentByVoice => ({
  who: who.trim(),
  at: lastAt(times.sent ?? "", now),
  reached: STAGES.flatMap((stage) => {
    const at = lastAt(times[stage] ?? "", now);
    return at === null ? [] : [[stage, at] as const];
  }),
});

export const SendSheet = (props: {
  readonly call: Call;
  readonly units: readonly Unit[];
  /** The team that is proposed. */
  readonly first: Unit | undefined;
  readonly onSave: (unit: Unit, told: SentByVoice) => void;
  readonly onClose: () => void;
}) => {
  const { call, units } = props;
  const [picked, setPicked] = useState(props.first?.id ?? null);
  const [who, setWho] = useState("");
  const [times, setTimes] = useState<Times>({});
  const now = useApp().client.deviceNow();
  const unit = units.find(({ id }) => id === picked);
  const isReady = who.trim() !== "" && Object.values(times).every((text) => isTime(text, now));
  return (
    <Sheet
      title={t("alone.title", { call: numberOf(call) })}
      lead={`${titleOf(call)} · ${whereOf(call)}`}
      onClose={props.onClose}
    >
      <ChipChoices
        legend={t("alone.which")}
        choices={units.map(({ id, name }) => ({ value: id, label: name }))}
        value={picked}
        onPick={setPicked}
      />
      {unit !== undefined && (
        <>
          <Numbers unit={unit} />
          <Who unit={unit} value={who} onPick={setWho} />
          <Clocks times={times} now={now} onSet={setTimes} />
          <button
            type="button"
            class="btn pri full"
            disabled={!isReady}
            onClick={() => props.onSave(unit, toldOf(times, who, now))}
          >
            {t("alone.send", { team: unit.name })}
          </button>
          {who.trim() === "" && <p class="s dim center">{t("voice.missingWho")}</p>}
        </>
      )}
      <button type="button" class="btn quiet full" onClick={props.onClose}>
        {s("back")}
      </button>
    </Sheet>
  );
};

/** D: what is known better of a call now. Everything stays as it was but what is changed here. */
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Field } from "../../../parts/field";
import { Sheet } from "../../../parts/sheet";
import { type Call, LOCATION_KIND, PLACE_WITHIN, type PriorityCode, TYPE_CODE } from "../../../schema";
import { label } from "../../../text/codes";
import { t } from "../../../text/desk/board";
import { s } from "../../../text/shell";
import { StripChoices } from "../parts/choices";
import { numberOf } from "../parts/words";
import type { Correcting } from "./actions";
import { changed, type Typed, typedOf } from "./rules";

/** What a call may be; a responder's own emergency is no call. */
export const PRIORITIES = ["P1", "P2", "P3", "P4"] as const satisfies readonly PriorityCode[];

const Pick = <V extends string>(props: {
  readonly label: string;
  readonly value: V;
  readonly codes: readonly V[];
  readonly name: (code: V) => string;
  readonly onPick: (code: V) => void;
}) => {
  const id = useId();
  return (
    <div class="f">
      <label class="label" for={id}>
        {props.label}
      </label>
      <div class="field">
        <select
          id={id}
          value={props.value}
          onChange={({ currentTarget: { selectedIndex } }) => {
            const code = props.codes[selectedIndex];
            if (code !== undefined) props.onPick(code);
          }}
        >
          {props.codes.map((code) => (
            <option key={code} value={code}>
              {props.name(code)}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
};

export const CorrectSheet = (props: {
  readonly call: Call;
  readonly onSave: (args: Correcting) => void;
  readonly onClose: () => void;
}) => {
  const { call } = props;
  const [typed, setTyped] = useState<Typed>(() => typedOf(call));
  const set = (part: Partial<Typed>): void => setTyped((now) => ({ ...now, ...part }));
  const inside = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => inside.current?.querySelector("select")?.focus(), []);
  const args = changed(call, typed);
  const isSame = Object.keys(args).length === 0;
  return (
    <Sheet title={t("correct.title", { call: numberOf(call) })} lead={t("correct.lead")} onClose={props.onClose}>
      <form
        ref={inside}
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isSame) props.onSave(args);
        }}
      >
        <Pick
          label={t("correct.type")}
          value={typed.type_code}
          codes={TYPE_CODE}
          name={(code) => label("type_code", code)}
          onPick={(type_code) => set({ type_code })}
        />
        <StripChoices
          legend={t("correct.priority")}
          choices={PRIORITIES.map((code) => ({ value: code, label: code }))}
          value={typed.priority === "P0" ? null : typed.priority}
          onPick={(priority) => set({ priority })}
        />
        <div class="pair">
          <Field label={t("correct.place")} value={typed.place} max={200} onInput={(place) => set({ place })} />
          <Field
            label={t("correct.area")}
            value={typed.area === "unknown" ? "" : typed.area}
            max={40}
            onInput={(area) => set({ area })}
          />
        </div>
        <Pick
          label={t("near")}
          value={typed.place_within}
          codes={PLACE_WITHIN}
          name={(code) => t(`near.${code}`)}
          onPick={(place_within) => set({ place_within })}
        />
        <Pick
          label={t("correct.kind")}
          value={typed.location_kind}
          codes={LOCATION_KIND}
          name={(code) => label("location_kind", code)}
          onPick={(location_kind) => set({ location_kind })}
        />
        <Field label={t("correct.said")} value={typed.said} rows={3} max={8000} onInput={(said) => set({ said })} />
        <button type="submit" class="btn pri full" disabled={isSame}>
          {t("correct.save")}
        </button>
      </form>
      <button type="button" class="btn quiet full" onClick={props.onClose}>
        {s("back")}
      </button>
    </Sheet>
  );
};

/** Left: what the caller tells us, in the order it is asked. */
import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import { Icon } from "../../../parts/icon";
import { Prio } from "../../../parts/tag";
import { CALLER_ROLE, LOCATION_KIND, PRIORITY, SOURCE, type TypeCodeCode, WOULD_HAVE_GONE_TO } from "../../../schema";
import { label } from "../../../text/codes";
import { deskLabel } from "../../../text/codes.desk";
import { own } from "../../../text/desk/board";
import { t } from "../../../text/desk/intake";
import { tongue } from "../../../text/times";
import { ChipChoices, StripChoices } from "../parts/choices";
import { Kbd } from "../parts/kbd";
import { upper } from "../parts/words";
import { TYPES } from "../rules/types";
import type { Draft } from "./draft";
import { mayCallBack, priorityOf } from "./take";

/** Spoken most in the cities we know of; `ase` is American Sign Language. */
const LANGUAGES = ["en", "es", "zh", "vi", "tl", "ar", "ko", "ru", "fr", "ht", "pt", "so", "am", "ase"] as const;
/** So many types stand there at once; the rest are one press away. */
const SHORT = 6;

interface FieldsProps {
  readonly draft: Draft;
  readonly set: (change: Partial<Draft>) => void;
}

/** One stop of the Enter key; `n` is its number on the keyboard. */
const Stop = (props: { readonly id?: string; readonly children: ComponentChildren }) => (
  <div data-stop="" id={props.id}>
    {props.children}
  </div>
);

const Line = (props: {
  readonly id?: string;
  readonly label: ComponentChildren;
  readonly value: string;
  readonly max: number;
  readonly list?: string;
  readonly type?: "tel";
  readonly icon?: ComponentChildren;
  readonly autofocus?: boolean;
  readonly onInput: (value: string) => void;
}) => {
  const id = useId();
  return (
    <Stop {...(props.id === undefined ? {} : { id: props.id })}>
      <label class="label" for={id}>
        {props.label}
      </label>
      <div class="field">
        {props.icon}
        <input
          id={id}
          type={props.type ?? "text"}
          value={props.value}
          maxLength={props.max}
          autocomplete="off"
          list={props.list}
          ref={(input) => {
            if (props.autofocus === true && input !== null && document.activeElement === document.body) input.focus();
          }}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      </div>
    </Stop>
  );
};

const Select = (props: {
  readonly id?: string;
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly value: string;
  readonly options: readonly (readonly [string, string])[];
  readonly onPick: (value: string) => void;
}) => {
  const id = useId();
  return (
    <Stop {...(props.id === undefined ? {} : { id: props.id })}>
      <label class={props.hideLabel === true ? "sr" : "label"} for={id}>
        {props.label}
      </label>
      <div class="field">
        <select id={id} value={props.value} onChange={(event) => props.onPick(event.currentTarget.value)}>
          {props.options.map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      </div>
    </Stop>
  );
};

const Where = ({ draft, set, areas }: FieldsProps & { readonly areas: readonly string[] }) => (
  <>
    <Line
      id="field-1"
      label={
        <>
          {t("where")} <Kbd>1</Kbd>
        </>
      }
      icon={<Icon name="pin" />}
      value={draft.place}
      max={200}
      autofocus
      onInput={(place) => set({ place })}
    />
    <div class="pair">
      <Select
        id="field-kind"
        label={t("kind")}
        value={draft.location_kind ?? ""}
        options={[
          ["", t("kindOpen")],
          ...LOCATION_KIND.map((value) => [value, upper(label("location_kind", value))] as const),
        ]}
        onPick={(value) => set({ location_kind: LOCATION_KIND.find((each) => each === value) ?? null })}
      />
      <Line label={t("area")} value={draft.area} max={40} list="areas" onInput={(area) => set({ area })} />
    </div>
    <datalist id="areas">
      {areas.map((area) => (
        <option key={area} value={area} />
      ))}
    </datalist>
  </>
);

const Type = ({ draft, set, types }: FieldsProps & { readonly types: readonly TypeCodeCode[] }) => {
  const [all, setAll] = useState(false);
  const first = types.slice(0, SHORT);
  const chosen = draft.type_code;
  const shown = all ? types : chosen === null || first.includes(chosen) ? first : [...first, chosen];
  return (
    <>
      <Stop id="field-3">
        <ChipChoices
          legend={
            <>
              {t("type")} <Kbd>3</Kbd>
            </>
          }
          choices={shown.map((value) => ({
            value,
            label: (
              <>
                {label("type_code", value)} <span class="chip-prio">{TYPES[value].priority}</span>
              </>
            ),
          }))}
          value={chosen}
          onPick={(type_code) => set({ type_code })}
        >
          {!all && (
            <button type="button" class="chip more" onClick={() => setAll(true)}>
              <Icon name="plus" />
              {t("allTypes", { n: types.length })}
            </button>
          )}
        </ChipChoices>
      </Stop>
      {chosen !== null && (
        <Stop>
          <StripChoices
            legend={t("priority", { means: label("priority", priorityOf(draft)) })}
            choices={PRIORITY.filter((value) => value !== "P0").map((value) => ({
              value,
              label: <Prio priority={value} />,
            }))}
            value={priorityOf(draft)}
            onPick={(priority) => set({ priority })}
          />
        </Stop>
      )}
    </>
  );
};

const Caller = ({ draft, set }: FieldsProps) => (
  <>
    <Stop id="field-4">
      <ChipChoices
        legend={
          <>
            {t("caller")} <Kbd>4</Kbd>
          </>
        }
        choices={CALLER_ROLE.map((value) => ({ value, label: own("caller", value) }))}
        value={draft.caller_role}
        onPick={(caller_role) => set({ caller_role })}
      />
    </Stop>
    <div class="pair">
      {mayCallBack(draft) ? (
        <Line
          label={t("callback")}
          type="tel"
          value={draft.callback}
          max={200}
          onInput={(callback) => set({ callback })}
        />
      ) : (
        <p class="note warn s">{t("callbackHidden")}</p>
      )}
      <Select
        label={t("language")}
        value={draft.language}
        options={[["", t("languageOpen")], ...LANGUAGES.map((tag) => [tag, upper(tongue(tag))] as const)]}
        onPick={(language) => set({ language })}
      />
    </div>
  </>
);

export const Told = (
  props: FieldsProps & { readonly areas: readonly string[]; readonly types: readonly TypeCodeCode[] },
) => {
  const { draft, set } = props;
  return (
    <section class="panel stack scroll" aria-labelledby="told-title">
      <div class="row">
        <h2 id="told-title">{t("told")}</h2>
        <div class="end source">
          <Select
            label={t("source")}
            hideLabel
            value={draft.source}
            options={SOURCE.map((value) => [value, deskLabel("source", value)] as const)}
            onPick={(value) => set({ source: SOURCE.find((each) => each === value) ?? "line727" })}
          />
        </div>
      </div>
      <Where {...props} />
      <Line
        id="field-2"
        label={
          <>
            {t("said")} <Kbd>2</Kbd>
          </>
        }
        value={draft.said}
        max={2000}
        onInput={(said) => set({ said })}
      />
      <Type {...props} />
      <Caller draft={draft} set={set} />
      <Stop id="field-5">
        <ChipChoices
          legend={
            <>
              {t("without")} <Kbd>5</Kbd>
            </>
          }
          choices={WOULD_HAVE_GONE_TO.map((value) => ({ value, label: own("without", value) }))}
          value={draft.would_have_gone_to}
          onPick={(would_have_gone_to) => set({ would_have_gone_to })}
        />
      </Stop>
    </section>
  );
};

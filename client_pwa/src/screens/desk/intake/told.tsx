/** Left: what the caller tells us, in the order it is asked. */
import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import { Icon } from "../../../parts/icon";
import { Prio } from "../../../parts/tag";
import { CALLER_ROLE, LOCATION_KIND, PRIORITY, type TypeCodeCode, WOULD_HAVE_GONE_TO } from "../../../schema";
import { label } from "../../../text/codes";
import { deskLabel } from "../../../text/codes.desk";
import { own, t as b } from "../../../text/desk/board";
import { t } from "../../../text/desk/intake";
import { dayOf } from "../../../text/desk/dates";
import { tongue } from "../../../text/times";
import type { Desk } from "../board/use";
import { ChipChoices, type ChoiceOf, StripChoices } from "../parts/choices";
import { Kbd } from "../parts/kbd";
import { letters } from "../parts/letters";
import { upper } from "../parts/words";
import type { Edition } from "../editions/rules";
import type { Draft } from "./draft";
import { EarlierCalls } from "./earlier";
import { around, lettersFor, typesFor } from "./picking";
import { wider } from "./near";
import { mayCallBack, priorityOf } from "./take";

/** Spoken most in the cities we know of; `ase` is American Sign Language. */
const LANGUAGES = ["en", "es", "zh", "vi", "tl", "ar", "ko", "ru", "fr", "ht", "pt", "so", "am", "ase"] as const;
/** So many types stand there at once; the rest are one press away. */
const SHORT = 6;

interface FieldsProps {
  readonly draft: Draft;
  readonly set: (change: Partial<Draft>) => void;
}

/** One field: a stop of the Enter key, unless it may be left out. */
const Stop = (props: { readonly id?: string; readonly optional?: true; readonly children: ComponentChildren }) => (
  <div data-stop={props.optional === true ? undefined : ""} id={props.id}>
    {props.children}
  </div>
);

const stopOf = (props: { readonly id?: string; readonly optional?: true }) => ({
  ...(props.id === undefined ? {} : { id: props.id }),
  ...(props.optional === undefined ? {} : { optional: props.optional }),
});

const Line = (props: {
  readonly id?: string;
  readonly optional?: true;
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
    <Stop {...stopOf(props)}>
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
  readonly optional?: true;
  /** The letter that chooses each option while the field has the focus. */
  readonly letters?: readonly string[];
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly value: string;
  readonly options: readonly (readonly [string, string])[];
  readonly onPick: (value: string) => void;
}) => {
  const id = useId();
  return (
    <Stop {...stopOf(props)}>
      <label class={props.hideLabel === true ? "sr" : "label"} for={id}>
        {props.label}
      </label>
      <div class="field">
        <select id={id} value={props.value} onChange={(event) => props.onPick(event.currentTarget.value)}>
          {props.options.map(([value, name], index) => (
            <option key={value} value={value} data-letter={props.letters?.[index]}>
              {name}
            </option>
          ))}
        </select>
      </div>
    </Stop>
  );
};

/** Choices each with a letter of its own, underlined while letters do something. */
const lettered = <V extends string>(choices: readonly { readonly value: V; readonly label: string }[]) => {
  if (!letters.value) return choices;
  const own = lettersFor(choices.map((each) => each.label));
  return choices.map(({ value, label }, index): ChoiceOf<V> => {
    const letter = own[index] ?? "";
    const [before, at, after] = around(label, letter);
    const shown = (
      <span>
        {before}
        <u>{at}</u>
        {after}
      </span>
    );
    return { value, label: shown, letter };
  });
};

const KindOfPlace = ({ draft, set }: FieldsProps) => {
  const names = LOCATION_KIND.map((value) => upper(label("location_kind", value)));
  const own = letters.value ? lettersFor(names) : [];
  return (
    <Select
      id="field-kind"
      label={t("kind")}
      value={draft.location_kind ?? ""}
      letters={["", ...own]}
      options={[
        ["", t("kindOpen")],
        ...LOCATION_KIND.map((value, index) => {
          const letter = own[index] ?? "";
          const name = names[index] ?? "";
          return [value, letter === "" ? name : `${upper(letter)} · ${name}`] as const;
        }),
      ]}
      onPick={(value) => set({ location_kind: LOCATION_KIND.find((each) => each === value) ?? null })}
    />
  );
};

const HowNear = ({ draft, set }: FieldsProps) => (
  <div class="row tight">
    <span class="s grow" role="status">
      {b(`near.${draft.place_within}`)}
    </span>
    <button type="button" class="btn sm" onClick={() => set({ place_within: wider(draft.place_within) })}>
      {b("near.wider")} <Kbd>Alt W</Kbd>
    </button>
  </div>
);

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
    {draft.place.trim() !== "" && <HowNear draft={draft} set={set} />}
    <div class="pair">
      <KindOfPlace draft={draft} set={set} />
      <Line optional label={t("area")} value={draft.area} max={40} list="areas" onInput={(area) => set({ area })} />
    </div>
    <datalist id="areas">
      {areas.map((area) => (
        <option key={area} value={area} />
      ))}
    </datalist>
  </>
);

interface TypeProps extends FieldsProps {
  /** Opens what is said to a caller whose matter is the confidential site's; null where there is none. */
  readonly onSite: (() => void) | null;
  readonly edition: Edition;
  readonly types: readonly TypeCodeCode[];
}

/** Types to choose from: those that fit what was typed, else the most used; the chosen one always among them. */
const shownTypes = (typed: string, chosen: TypeCodeCode | null, types: readonly TypeCodeCode[], all: boolean) => {
  if (all && typed === "") return types;
  const first = (typed === "" ? types : typesFor(typed, types)).slice(0, SHORT);
  return chosen === null || first.includes(chosen) ? first : [...first, chosen];
};

const Type = ({ draft, set, types, edition, onSite }: TypeProps) => {
  const [all, setAll] = useState(false);
  const [typed, setTyped] = useState("");
  const id = useId();
  const chosen = draft.type_code;
  const shown = shownTypes(typed.trim(), chosen, types, all);
  const find = (words: string): void => {
    setTyped(words);
    if (words.trim() !== "") set({ type_code: typesFor(words, types)[0] ?? null });
  };
  return (
    <>
      <Stop id="field-3">
        <div class="row tight find">
          <label class="label" for={id}>
            {t("type")} <Kbd>3</Kbd>
          </label>
          <div class="field grow">
            <input
              id={id}
              type="text"
              value={typed}
              maxLength={40}
              autocomplete="off"
              placeholder={t("typeFind")}
              onInput={(event) => find(event.currentTarget.value)}
            />
          </div>
        </div>
        <ChipChoices
          legend={t("type")}
          hideLegend
          choices={shown.map((value) => ({
            value,
            label: (
              <>
                {label("type_code", value)} <span class="chip-prio">{edition.priority(value)}</span>
              </>
            ),
          }))}
          value={chosen}
          onPick={(type_code) => set({ type_code })}
        >
          {!all && shown.length < types.length && (
            <button type="button" class="chip more" onClick={() => setAll(true)}>
              <Icon name="plus" />
              {t("allTypes", { n: types.length })}
            </button>
          )}
          {onSite !== null && (
            <button type="button" class="chip more" onClick={onSite}>
              <Icon name="lock" />
              {b("site.open")} <Kbd>Alt S</Kbd>
            </button>
          )}
        </ChipChoices>
        {typed.trim() !== "" && (
          <p class={chosen === null ? "s" : "sr"} role="status">
            {chosen === null ? t("typeNone") : label("type_code", chosen)}
          </p>
        )}
      </Stop>
      {chosen !== null && (
        <StripChoices
          legend={t("priority", { means: label("priority", priorityOf(draft, edition)) })}
          choices={PRIORITY.filter((value) => value !== "P0").map((value) => ({
            value,
            label: <Prio priority={value} />,
          }))}
          value={priorityOf(draft, edition)}
          onPick={(priority) => set({ priority })}
        />
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
        choices={lettered(CALLER_ROLE.map((value) => ({ value, label: own("caller", value) })))}
        value={draft.caller_role}
        onPick={(caller_role) => set({ caller_role })}
      />
    </Stop>
    <div class="pair">
      {mayCallBack(draft) ? (
        <Line
          optional
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
        optional
        label={t("language")}
        value={draft.language}
        options={[["", t("languageOpen")], ...LANGUAGES.map((tag) => [tag, upper(tongue(tag))] as const)]}
        onPick={(language) => set({ language })}
      />
    </div>
  </>
);

/** What was agreed with 911 about such a call: to be heard and read, never chosen for anybody. */
const Agreed = ({ draft, edition }: { readonly draft: Draft; readonly edition: Edition }) => {
  const proposed = edition.without(draft.type_code);
  return (
    <p class="s dim" role="status">
      {proposed !== null &&
        t("without.agreed", {
          who: own("without", proposed),
          n: edition.number,
          day: dayOf(edition.agreed_on ?? ""),
        })}
    </p>
  );
};

export const Told = (
  props: Omit<TypeProps, "edition"> & {
    readonly areas: readonly string[];
    readonly desk: Pick<Desk, "client" | "edition" | "now">;
    readonly children: ComponentChildren;
  },
) => {
  const { draft, set, desk } = props;
  const { edition } = desk;
  return (
    <section class="panel stack scroll" aria-labelledby="told-title" data-told="">
      <div class="row">
        <h2 id="told-title">{t("told")}</h2>
        <div class="end source">
          <Select
            optional
            label={t("source")}
            hideLabel
            value={draft.source}
            options={edition.sources.map((value) => [value, deskLabel("source", value)] as const)}
            onPick={(value) => set({ source: edition.sources.find((each) => each === value) ?? draft.source })}
          />
        </div>
      </div>
      <Where {...props} />
      {props.children}
      <EarlierCalls
        draft={draft.place_within === "exact" ? draft : { ...draft, place: "" }}
        csrf={desk.client.session.csrf}
        now={desk.now}
      />
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
      <Type {...props} edition={edition} />
      <Caller draft={draft} set={set} />
      <Stop id="field-5">
        <ChipChoices
          legend={
            <>
              {t("without")} <Kbd>5</Kbd>
            </>
          }
          choices={lettered(WOULD_HAVE_GONE_TO.map((value) => ({ value, label: own("without", value) })))}
          value={draft.would_have_gone_to}
          onPick={(would_have_gone_to) => set({ would_have_gone_to })}
        />
        <Agreed draft={draft} edition={edition} />
      </Stop>
    </section>
  );
};

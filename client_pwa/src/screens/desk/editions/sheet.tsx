/** What calls are taken as here: the edition that counts, who set it and when; a supervisor makes the next one. */
import { useId, useState } from "preact/hooks";
import { Sheet } from "../../../parts/sheet";
import {
  type PriorityCode,
  type Question,
  type Taxonomy,
  type TypeOrderCode,
  WOULD_HAVE_GONE_TO,
  type WouldHaveGoneToCode,
} from "../../../schema";
import type { SyncClient } from "../../../sync/client";
import { label } from "../../../text/codes";
import { deskLabel } from "../../../text/codes.desk";
import { own } from "../../../text/desk/board";
import { dayOf, row } from "../../../text/desk/dates";
import { t } from "../../../text/desk/editions";
import { s } from "../../../text/shell";
import { act } from "../actions";
import { PRIORITIES } from "../changing/sheet";
import { StripChoices } from "../parts/choices";
import { dayAt } from "../telling/days";
import { changed, type Draft, draftOf, lackOf, type Line, moved, newestOf, nextArgs } from "./next";
import { editionOf, FIRST } from "./rules";
import { said } from "./words";

const byWhom = ({ by, name }: Taxonomy): string =>
  (by ?? null) === null ? t("commandLine") : name === undefined || name === "" ? t("unknown") : name;

const told = (edition: Taxonomy) => ({
  n: edition.number,
  name: byWhom(edition),
  day: dayOf(dayAt(edition.set_at)),
});

/** "Edition 4 counts, set by Ana on 2 Nov 2026. Before it: 3 by …". */
const Standing = ({ all }: { readonly all: readonly Taxonomy[] }) => {
  const [newest, ...before] = all;
  if (newest === undefined) return <p class="b">{t("first")}</p>;
  return (
    <div>
      <p class="b">{t("counts", told(newest))}</p>
      {before.length > 0 && (
        <p class="s dim">{t("before", { editions: row(before.map((it) => t("one", told(it)))) })}</p>
      )}
    </div>
  );
};

const Asked = ({ question }: { readonly question: Question }) => (
  <li class="s">
    {said(question.words)}
    {(question.stops ?? []).map(({ answer, towards }) => (
      <b key={answer}> {t("points", { answer: deskLabel("answer", answer), towards: t(`towards.${towards}`) })}</b>
    ))}
    {(question.types ?? null) !== null && (
      <span class="dim"> {row((question.types ?? []).map((code) => label("type_code", code)))}</span>
    )}
  </li>
);

const Select = <V extends string>(props: {
  readonly name: string;
  readonly value: V;
  readonly options: readonly (readonly [V, string])[];
  readonly onPick: (value: V) => void;
}) => (
  <div class="field">
    <select
      aria-label={props.name}
      value={props.value}
      onChange={({ currentTarget: { selectedIndex } }) => {
        const option = props.options[selectedIndex];
        if (option !== undefined) props.onPick(option[0]);
      }}
    >
      {props.options.map(([value, name]) => (
        <option key={value} value={value}>
          {name}
        </option>
      ))}
    </select>
  </div>
);

const NOBODY_AGREED = "";

const ORDERS = ["by_use", "as_listed"] as const satisfies readonly TypeOrderCode[];

const Row = (props: {
  readonly line: Line;
  readonly onSet: (part: Partial<Line>) => void;
  readonly onMove: (by: -1 | 1) => void;
}) => {
  const { line, onSet } = props;
  const type = label("type_code", line.type_code);
  const priorities = PRIORITIES.map((code) => [code, code] as const);
  const goes = WOULD_HAVE_GONE_TO.map((code) => [code, own("without", code)] as const);
  return (
    <tr>
      <th scope="row" class={line.used ? "" : "dim"}>
        {type}
      </th>
      <td>
        <input
          type="checkbox"
          aria-label={`${type}: ${t("used")}`}
          checked={line.used}
          onChange={({ currentTarget }) => onSet({ used: currentTarget.checked })}
        />
      </td>
      <td>
        <Select<PriorityCode>
          name={`${type}: ${t("priority")}`}
          value={line.priority}
          options={priorities}
          onPick={(priority) => onSet({ priority })}
        />
      </td>
      <td>
        <Select<WouldHaveGoneToCode | typeof NOBODY_AGREED>
          name={`${type}: ${t("without")}`}
          value={line.without ?? NOBODY_AGREED}
          options={[[NOBODY_AGREED, t("notAgreed")], ...goes]}
          onPick={(code) => onSet({ without: code === NOBODY_AGREED ? null : code })}
        />
      </td>
      <td>
        <div class="row tight">
          {([-1, 1] as const).map((by) => (
            <button
              key={by}
              type="button"
              class="btn sm"
              aria-label={t(by < 0 ? "up" : "down", { type })}
              onClick={() => props.onMove(by)}
            >
              {by < 0 ? "↑" : "↓"}
            </button>
          ))}
        </div>
      </td>
    </tr>
  );
};

const Lines = ({ draft, onSet }: { readonly draft: Draft; readonly onSet: (draft: Draft) => void }) => (
  <table class="t wide">
    <thead>
      <tr>
        {(["type", "used", "priority", "without", "move"] as const).map((column) => (
          <th key={column} scope="col">
            {t(column)}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {draft.lines.map((line) => (
        <Row
          key={line.type_code}
          line={line}
          onSet={(part) => onSet(changed(draft, line.type_code, part))}
          onMove={(by) => onSet(moved(draft, line.type_code, by))}
        />
      ))}
    </tbody>
  </table>
);

export const EditionSheet = ({ client, onClose }: { readonly client: SyncClient; readonly onClose: () => void }) => {
  const all = [...client.rows("taxonomy").value.values()].toSorted((one, other) => other.number - one.number);
  const newest = newestOf(all);
  // What the sheet was opened on: an edition that comes meanwhile does not change what is being made.
  const [base] = useState(newest);
  const [draft, setDraft] = useState(() => draftOf(base));
  const day = useId();
  const edition = base === undefined ? FIRST : editionOf([base]);
  const isLate = newest?.number !== base?.number;
  const lack = lackOf(draft, base);
  const next = { n: edition.number + 1 };
  const save = async (): Promise<void> => {
    const args = nextArgs(draft, base);
    const made = () => client.save({ type: "taxonomy.set", entity: client.newId(), args });
    if (await act(client, t("done", next), made)) onClose();
  };
  return (
    <Sheet title={t("title")} lead={t("lead")} onClose={onClose}>
      <Standing all={all} />
      <StripChoices
        legend={t("order")}
        choices={ORDERS.map((value) => ({ value, label: t(`order.${value}`) }))}
        value={draft.order}
        onPick={(order) => setDraft({ ...draft, order })}
      />
      <Lines draft={draft} onSet={setDraft} />
      <div>
        <label class="label" for={day}>
          {t("agreed")}
        </label>
        <div class="field">
          <input
            id={day}
            type="date"
            value={draft.agreed_on}
            onInput={({ currentTarget }) => setDraft({ ...draft, agreed_on: currentTarget.value })}
          />
        </div>
      </div>
      <section>
        <h3 class="label">
          {t("also")}: {t("asked", { n: edition.questions.length })}
        </h3>
        <ul>
          {edition.questions.map((question) => (
            <Asked key={question.id} question={question} />
          ))}
        </ul>
        <p class="s dim">{t("rest")}</p>
      </section>
      <p role="status" class={isLate ? "note warn" : "s dim"}>
        {isLate ? t("meanwhile", { n: newest?.number ?? FIRST.number }) : lack !== null && t(`lack.${lack}`)}
      </p>
      <button type="button" class="btn pri full" disabled={isLate || lack !== null} onClick={() => void save()}>
        {t("save", next)}
      </button>
      <button type="button" class="btn quiet full" onClick={onClose}>
        {s("back")}
      </button>
    </Sheet>
  );
};

/** The log as a table: a line per response, a line for each call nobody was sent to. */
import type { OutcomeLogRow } from "../../schema";
import { own } from "../../text/desk/board";
import { t } from "../../text/desk/log";
import { areaOf, type Cell, contactOf, endedOf, movedOf, othersOf, typeOf, waitOf, whenOf, withThemOf } from "./row";

const Td = ({ cell, look }: { readonly cell: Cell; readonly look?: string }) => (
  <td class={`${look ?? ""} ${cell.isDim ? "dim" : ""}`}>{cell.text}</td>
);

const Row = ({ row, before }: { readonly row: OutcomeLogRow; readonly before: OutcomeLogRow | undefined }) => (
  <tr>
    <Td cell={whenOf(row, before)} look="nw" />
    <Td cell={areaOf(row)} />
    <td class={before?.call_key === row.call_key ? "dim" : ""}>
      {typeOf(row)}
      {row.self_initiated && <span class="dim"> · {own("begun", row.begun).toLocaleLowerCase()}</span>}
    </td>
    <Td cell={contactOf(row)} />
    <Td cell={endedOf(row)} />
    <Td cell={movedOf(row)} />
    <Td cell={othersOf(row)} />
    <Td cell={waitOf(row)} look="n nw" />
    <Td cell={withThemOf(row)} look="n nw" />
  </tr>
);

const COLUMNS = ["when", "area", "type", "contact", "ended", "moved", "others", "wait", "with"] as const;
const NUMBERS: ReadonlySet<string> = new Set(["wait", "with"]);

export const LogTable = ({ rows }: { readonly rows: readonly OutcomeLogRow[] }) => (
  <table class="t s log">
    <caption class="sr">{t("table")}</caption>
    <thead>
      <tr>
        {COLUMNS.map((column) => (
          <th key={column} scope="col" class={NUMBERS.has(column) ? "n" : ""}>
            {t(`col.${column}`)}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map((row, i) => (
        <Row key={`${row.call_key} ${row.response_key}`} row={row} before={rows[i - 1]} />
      ))}
    </tbody>
  </table>
);

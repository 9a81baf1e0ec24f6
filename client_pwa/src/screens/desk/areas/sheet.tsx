/** A: where the open calls and the free teams are, as a table of words and counts. No map, nobody is followed. */
import { Sheet } from "../../../parts/sheet";
import { t } from "../../../text/desk/board";
import { row } from "../../../text/desk/dates";
import { s } from "../../../text/shell";
import { span } from "../../../text/times";
import type { Desk } from "../board/use";
import type { Standing } from "../rules/board";
import { type AreaRow, byArea } from "./rules";

/** "2, the first P1, 5 min": leads to that call. */
const Calls = (props: { readonly all: readonly Standing[]; readonly now: number; readonly onClose: () => void }) => {
  const [first] = props.all;
  if (first === undefined) return <>–</>;
  const { id, priority, received_at } = first.call;
  return (
    <a href={`/desk/call/${id}`} onClick={props.onClose}>
      {t("areas.first", { n: props.all.length, priority, span: span(props.now - received_at) })}
    </a>
  );
};

const Row = (props: { readonly area: AreaRow; readonly now: number; readonly onClose: () => void }) => {
  const { area, now, onClose } = props;
  return (
    <tr>
      <th scope="row">{area.name ?? t("areas.unknown")}</th>
      <td>
        <Calls all={area.waiting} now={now} onClose={onClose} />
      </td>
      <td>
        <Calls all={area.with_teams} now={now} onClose={onClose} />
      </td>
      <td>{area.free.length === 0 ? "–" : row(area.free.map(({ name }) => name))}</td>
    </tr>
  );
};

export const AreasSheet = ({ desk, onClose }: { readonly desk: Desk; readonly onClose: () => void }) => {
  const rows = byArea({
    ...{ board: desk.board, calls: desk.calls, units: desk.units.values(), own: desk.own },
    isBusy: (unit) => desk.withCall.has(unit) || desk.askedFor.has(unit),
  });
  return (
    <Sheet title={t("areas.title")} lead={t(rows.length === 0 ? "areas.none" : "areas.lead")} onClose={onClose}>
      {rows.length > 0 && (
        <table class="t">
          <thead>
            <tr>
              {(["area", "waiting", "out", "free"] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`areas.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((area) => (
              <Row key={area.name ?? ""} area={area} now={desk.now} onClose={onClose} />
            ))}
          </tbody>
        </table>
      )}
      <button type="button" class="btn quiet full" onClick={onClose}>
        {s("close")}
      </button>
    </Sheet>
  );
};

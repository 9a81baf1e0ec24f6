/** The board by the parts of town, in words and counts. Pure. */
import type { Assignment, Call, Unit } from "../../../schema";
import type { Board, Standing } from "../rules/board";
import { lastPlace } from "../rules/order";

export interface AreaRow {
  /** Null: nobody knows where. */
  readonly name: string | null;
  /** As on the board: the most urgent first. */
  readonly waiting: readonly Standing[];
  readonly with_teams: readonly Standing[];
  /** The teams that could be asked and were last here by their own word. */
  readonly free: readonly Unit[];
}

export interface Seen {
  readonly board: Board;
  readonly calls: ReadonlyMap<string, Call>;
  readonly units: Iterable<Unit>;
  readonly own: (unit: string) => readonly Assignment[];
  readonly isBusy: (unit: string) => boolean;
}

const UNKNOWN = "";

const areaOf = ({ call }: Standing): string => (call.area === "unknown" ? UNKNOWN : call.area);

const isFree = (unit: Unit, isBusy: Seen["isBusy"]): boolean =>
  unit.shift_id !== null && (unit.status === "available" || unit.status === "avail_area") && !isBusy(unit.id);

/** Every area with an open call or a free team: where most wait first, then by name; what nobody knows comes last. */
export const byArea = ({ board, calls, units, own, isBusy }: Seen): readonly AreaRow[] => {
  const free = [...units]
    .filter((unit) => isFree(unit, isBusy))
    .map((unit) => ({ unit, area: lastPlace(own(unit.id), calls)?.area ?? UNKNOWN }));
  const open = [...board.waiting, ...board.with_teams];
  const names = new Set([...open.map(areaOf), ...free.map(({ area }) => area)]);
  const rows = [...names].map((name) => ({
    name: name === UNKNOWN ? null : name,
    waiting: board.waiting.filter((standing) => areaOf(standing) === name),
    with_teams: board.with_teams.filter((standing) => areaOf(standing) === name),
    free: free.filter(({ area }) => area === name).map(({ unit }) => unit),
  }));
  return rows.sort(
    (one, other) =>
      Number(one.name === null) - Number(other.name === null) ||
      other.waiting.length - one.waiting.length ||
      (one.name ?? "").localeCompare(other.name ?? ""),
  );
};

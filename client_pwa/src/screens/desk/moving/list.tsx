/** Teams that could be moved: what each move costs stands before it is made. */
import { t } from "../../../text/desk/board";
import type { Desk } from "../board/use";
import { Kbd } from "../parts/kbd";
import type { Move } from "./rules";
import { costWords } from "./words";

/** So many are named on the call; the key shows all. */
const NAMED = 2;

export const CouldMove = (props: {
  readonly moves: readonly Move[];
  readonly known: Pick<Desk, "units" | "now">;
  readonly onMove: (move: Move) => void;
  readonly onOpen: () => void;
}) => {
  const { moves, known } = props;
  if (moves.length === 0) return null;
  return (
    <div class="stack-s">
      <div class="row">
        <h3 class="label grow">{t("move.could")}</h3>
        <button type="button" class="btn sm" onClick={props.onOpen}>
          {t("move.open")} <Kbd>M</Kbd>
        </button>
      </div>
      <ul class="stack-s">
        {moves.slice(0, NAMED).map((move) => (
          <li key={move.leaves.id} class="row top">
            <span class="grow s">{costWords(move, known)}</span>
            <button type="button" class="btn sm" onClick={() => props.onMove(move)}>
              <span aria-hidden="true">{t("move.do")}</span>
              <span class="sr">{`${t("move.do")}: ${move.candidate.unit.name}`}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
};

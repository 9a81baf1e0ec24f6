/** M: which team is moved to this call, each with what that costs; Enter moves the best one. */
import { useLayoutEffect } from "preact/hooks";
import type { Call } from "../../../schema";
import { t } from "../../../text/desk/board";
import type { Desk } from "../board/use";
import { matchWords } from "../board/who";
import { ChoiceSheet } from "../parts/choicesheet";
import { numberOf } from "../parts/words";
import type { Move } from "./rules";
import { costWords } from "./words";

export const MoveSheet = (props: {
  readonly call: Call;
  readonly moves: readonly Move[];
  readonly desk: Pick<Desk, "units" | "now">;
  readonly onMove: (move: Move) => void;
  readonly onClose: () => void;
}) => {
  const { call, moves, desk } = props;
  // The sentence is what is read first: Enter does what it says, as soon as it is seen.
  useLayoutEffect(() => document.querySelector<HTMLElement>("dialog li button")?.focus(), []);
  return (
    <ChoiceSheet
      title={t("move.title", { call: `${numberOf(call)} ${call.priority}` })}
      lead={t(moves.length === 0 ? "move.none" : "move.lead")}
      look="stack-s"
      choices={moves.map((move) => ({
        key: move.leaves.id,
        label: `${costWords(move, desk)} ${matchWords(move.candidate)}.`,
        pick: () => props.onMove(move),
      }))}
      onClose={props.onClose}
    />
  );
};

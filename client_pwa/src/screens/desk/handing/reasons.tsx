/** The reasons left to do, one after the other, each by one key. */
import { useEffect } from "preact/hooks";
import { close } from "../actions";
import type { Desk } from "../board/use";
import { ClosingSheet } from "../sheets/closing";
import { reasonsToDo } from "./todo";

export const Reasons = ({ desk, onDone }: { readonly desk: Desk; readonly onDone: () => void }) => {
  const [next] = reasonsToDo(desk.standing.values());
  const isOver = next === undefined;
  useEffect(() => {
    if (isOver) onDone();
  }, [isOver]);
  if (next === undefined) return null;
  return (
    <ClosingSheet
      key={next.id}
      call={next}
      about="not_sent"
      filling
      onPick={(how) => void close(desk.client, next, how)}
      onClose={onDone}
    />
  );
};

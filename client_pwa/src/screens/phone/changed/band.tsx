/** Dispatch knows better what the call is: said at once, and it stands on the call as long as the team is on it. */
import { useEffect } from "preact/hooks";
import { announce } from "../../../parts/announce";
import { Note } from "../../../parts/card";
import type { Assignment, Call, Correction } from "../../../schema";
import { say } from "../../../text/later";
import { clock } from "../../../text/times";
import { changesOf } from "../../changes";
import { placeOf } from "../callfacts";
import { lastChange } from "./state";

const words = (call: Call, made: Correction): string =>
  [
    ...changesOf(made, (code) => say(`near.${code}`)),
    ...(made.place ? [placeOf(call)] : []),
    ...(made.said ? [`“${call.said ?? ""}”`] : []),
  ].join(" · ");

export const ChangedBand = (props: { readonly call: Call; readonly assignment: Assignment }) => {
  const { call, assignment } = props;
  const made = lastChange(call, assignment);
  const what = made === null ? "" : words(call, made);
  useEffect(() => {
    if (what !== "") announce(`${say("changed.by", { time: clock(made?.at ?? 0) })} ${what}`, "assertive");
  }, [made?.id]);
  if (made === null || what === "") return null;
  return (
    <Note tone="warn" icon="edit">
      <b>{say("changed.by", { time: clock(made.at) })}</b> {what}
    </Note>
  );
};

/** On a locked phone: that the team is asked, how urgently and for how long still, and the sound of it. */
import { useNow } from "../../parts/app";
import { helpOpen } from "../../parts/help";
import type { Asked } from "../../sync/later/locking/card";
import { l } from "../../text/lock";
import { countdown } from "../../text/times";
import { useWork } from "../phone/hooks";
import { causeOf } from "../phone/ringing/cues";
import { usePlaying } from "../phone/ringing/sounding";
import { isBusy } from "../phone/work";

export const Ringing = ({ asked: { id, priority, answer_by } }: { readonly asked: Asked }) => {
  const { active } = useWork();
  const now = useNow();
  const left = answer_by === null ? null : answer_by - now;
  const holds = left === null || left > 0;
  const cause = holds ? causeOf({ going: null, offer: { id, priority, left }, check: null }) : null;
  usePlaying(cause, isBusy(active) || helpOpen.value);
  if (!holds) return null;
  return (
    <p class="note warn b" role="alert">
      {l("lock.asked", { priority: priority ?? "…" })}{" "}
      {left !== null && <span aria-hidden="true">{countdown(left)}</span>}
    </p>
  );
};

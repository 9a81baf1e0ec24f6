/** Dispatch asks every team whether it is all right: one question over any screen, one tap, with a signal or without. */
import { useEffect, useState } from "preact/hooks";
import { announce } from "../../../parts/announce";
import { useApp } from "../../../parts/app";
import { Btn } from "../../../parts/btn";
import { Note } from "../../../parts/card";
import { helpOpen } from "../../../parts/help";
import { Sheet } from "../../../parts/sheet";
import type { Roll, Unit } from "../../../schema";
import { ROLLS } from "../../../sync/later/safety/rolls";
import { say } from "../../../text/later";
import { s } from "../../../text/shell";
import { useSave, useWork } from "../hooks";

/** What this team is asked and has not answered, the newest first. */
export const askedOf = (rolls: Iterable<Roll>, unit: Unit | null): Roll | undefined =>
  [...rolls]
    .filter((it) => it.unit_id === unit?.id && it.answered_at === null && it.ended_at === null)
    .toSorted((one, other) => other.asked_at - one.asked_at)[0];

export const RollQuestion = () => {
  const { client } = useApp();
  const { unit } = useWork();
  const { save, saving } = useSave();
  // Put away it comes back when dispatch asks again.
  const [putAway, setPutAway] = useState("");
  client.foresee(ROLLS);
  const roll = askedOf(client.rows("roll").value.values(), unit);
  const key = roll === undefined ? "" : `${roll.id} ${roll.asked_at}`;
  const isAsked = key !== "" && key !== putAway && !helpOpen.value;
  useEffect(() => {
    if (!isAsked) return;
    navigator.vibrate?.([200, 100, 200]);
    announce(say("roll.ask"), "assertive");
  }, [isAsked, key]);
  if (!isAsked || roll === undefined || unit === null) return null;
  const answer = async (): Promise<void> => {
    if (await save({ type: "roll.answer", entity: roll.roll_id, args: { unit_id: unit.id } })) {
      announce(s("save.done"));
    }
  };
  return (
    <Sheet title={say("roll.ask")} help onClose={() => setPutAway(key)}>
      <Note tone="alarmbox" icon="clock">
        <p class="l b">{say(`roll.why.${roll.why}`)}</p>
        <p>{client.status.value.live ? say("roll.lead") : say("roll.noSignal")}</p>
      </Note>
      <Btn kind="pri" size="huge" icon="check" full disabled={saving} onPress={() => void answer()}>
        {say(unit.members.length > 1 ? "chk.ok" : "chk.okOne")}
      </Btn>
    </Sheet>
  );
};

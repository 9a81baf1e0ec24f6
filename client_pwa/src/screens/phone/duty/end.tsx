/** Ending the shift: what has not left this phone, and what stays open, is said first. */
import { useApp } from "../../../parts/app";
import { Btn } from "../../../parts/btn";
import { Card } from "../../../parts/card";
import { Field } from "../../../parts/field";
import { Sheet } from "../../../parts/sheet";
import type { Unit } from "../../../schema";
import { say } from "../../../text/later";
import { list } from "../../../text/times";
import { useHalf, useSave, useWork } from "../hooks";
import { given as things } from "../logwords";
import { leaving } from "./leaving";

/** Somebody whom they met without a signal has no number yet. */
const named = (number: string): string => (number === "" ? say("duty.leftNew") : number);

const Left = ({ unit }: { readonly unit: Unit }) => {
  const { client } = useApp();
  const { assignments, calls } = useWork();
  const { attention } = client.status.value;
  const encounters = client.rows("encounter").value;
  const { logs, tonight, given } = leaving(unit, {
    ...{ assignments, calls, encounters, referrals: client.rows("referral").value.values() },
  });
  const lines = [
    ...(logs.length > 0 ? [say("duty.leftLogs", { calls: list(logs.map(named)), n: logs.length })] : []),
    ...(tonight > 0 ? [say("duty.leftTonight", { n: tonight })] : []),
    ...(attention > 0 ? [say("duty.leftHeld", { n: attention })] : []),
    ...(given.length > 0 ? [say("duty.leftGiven", { things: list(given.map((it) => things(it.code, it.n))) })] : []),
  ];
  if (lines.length === 0) return null;
  return (
    <Card tone="flat" stack="s">
      <h3 class="label">{say("duty.left")}</h3>
      <ul class="stack-s">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Card>
  );
};

export const EndShift = ({ unit, onClose }: { readonly unit: Unit; readonly onClose: () => void }) => {
  const { client } = useApp();
  const { save, saving } = useSave();
  const { waiting } = client.status.value;
  const [note, setNote, drop] = useHalf("shift-note", unit.shift_id ?? "", "");
  const end = async (): Promise<void> => {
    if (unit.shift_id === null) return;
    const said = note.trim();
    const args = { unit_id: unit.id, ...(said === "" ? {} : { note: said }) };
    if (!(await save({ type: "shift.end", entity: unit.shift_id, args }))) return;
    await drop();
    onClose();
  };
  return (
    <Sheet title={say("duty.endAsk")} lead={say("duty.endLead", { team: unit.name })} onClose={onClose} help>
      <Left unit={unit} />
      <Field label={say("hand.note")} value={note} max={600} rows={2} onInput={setNote} />
      {waiting > 0 && <p class="note warn">{say("duty.endUnsent", { n: waiting })}</p>}
      <Btn kind="pri" full disabled={saving} onPress={() => void end()}>
        {say("duty.end")}
      </Btn>
      <Btn full onPress={onClose}>
        {say("duty.endStay")}
      </Btn>
    </Sheet>
  );
};

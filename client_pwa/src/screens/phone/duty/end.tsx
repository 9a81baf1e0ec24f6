/** Ending the shift: what has not left this phone is said first. */
import { useApp } from "../../../parts/app";
import { Btn } from "../../../parts/btn";
import { Sheet } from "../../../parts/sheet";
import type { Unit } from "../../../schema";
import { say } from "../../../text/later";
import { useSave } from "../hooks";

export const EndShift = ({ unit, onClose }: { readonly unit: Unit; readonly onClose: () => void }) => {
  const { client } = useApp();
  const { save, saving } = useSave();
  const { waiting } = client.status.value;
  const end = async (): Promise<void> => {
    if (unit.shift_id === null) return;
    const args = { unit_id: unit.id };
    if (await save({ type: "shift.end", entity: unit.shift_id, args })) onClose();
  };
  return (
    <Sheet title={say("duty.endAsk")} lead={say("duty.endLead", { team: unit.name })} onClose={onClose} help>
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

/** p04d: who should come, 727 first and the police last, why, and one button that names who. */
import { useState } from "preact/hooks";
import { announce } from "../../../parts/announce";
import { useApp } from "../../../parts/app";
import { Btn } from "../../../parts/btn";
import { Chip, Chips } from "../../../parts/chip";
import { Opts } from "../../../parts/radios";
import { Sheet } from "../../../parts/sheet";
import {
  type Assignment,
  BACKUP_KIND,
  BACKUP_REASON,
  type BackupKindCode,
  type BackupReasonCode,
} from "../../../schema";
import { backupSay as b } from "../../../text/backups";
import { s } from "../../../text/shell";
import { useSave } from "../hooks";

export const AskSheet = (props: { readonly assignment: Assignment; readonly onClose: () => void }) => {
  const { client } = useApp();
  const { save, saving } = useSave();
  const [kind, setKind] = useState<BackupKindCode>("team");
  const [reason, setReason] = useState<BackupReasonCode | null>(null);
  const ask = async (): Promise<void> => {
    if (reason === null) return;
    const { call_id, unit_id } = props.assignment;
    const asked_by = reason === "requested_by_person" ? "person" : "responder";
    const args = { call_id, unit_id, kind, reason, asked_by } as const;
    if (!(await save({ type: "backup.ask", entity: client.newId(), args }))) return;
    announce(s("save.done"));
    props.onClose();
  };
  return (
    <Sheet title={b("ask.who")} help onClose={props.onClose}>
      <Opts
        label={b("ask.who")}
        choices={BACKUP_KIND.map((value) => ({ value, label: b(`kind.${value}`) }))}
        value={kind}
        onPick={setKind}
      />
      {kind === "police" && <p class="s dim">{b("ask.why.police")}</p>}
      <p class="label">{b("ask.why")}</p>
      <Chips label={b("ask.why")}>
        {BACKUP_REASON.map((each) => (
          <Chip key={each} on={reason === each} onPress={() => setReason(each)}>
            {b(`reason.${each}`)}
          </Chip>
        ))}
      </Chips>
      <Btn kind="pri" size="huge" full disabled={saving || reason === null} onPress={() => void ask()}>
        {b(`ask.${kind}`)}
      </Btn>
      {reason === null && <p class="s dim center">{b("ask.choose")}</p>}
      <Btn kind="quiet" full onPress={props.onClose}>
        {s("back")}
      </Btn>
    </Sheet>
  );
};

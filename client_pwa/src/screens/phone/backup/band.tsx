/** On the call's own screen: who was asked to come too and how it stands, and the way to ask. */
import { useEffect, useState } from "preact/hooks";
import { announce } from "../../../parts/announce";
import { useApp, useNow } from "../../../parts/app";
import { Btn } from "../../../parts/btn";
import { Note } from "../../../parts/card";
import type { Assignment, Backup } from "../../../schema";
import { BACKUPS } from "../../../sync/later/team/backups";
import { backupSay as b } from "../../../text/backups";
import { t } from "../../../text/phone";
import { clock } from "../../../text/times";
import { useDeskPhone, useSave } from "../hooks";
import { AskSheet } from "./sheet";
import { isToCall, openFor, standOf, type Stand } from "./state";

const wordsOf = (backup: Backup, stand: Stand): string => {
  const due = backup.due_at === null ? null : clock(backup.due_at);
  switch (stand) {
    case "sent":
      return b("is.sent", { time: clock(backup.asked_at) });
    case "coming":
      return due === null ? b("is.comingSoon") : b("is.coming", { time: due });
    case "late":
      return b("is.late", { time: due ?? "" });
    case "refused":
      return b("is.refused", { why: b(`refusal.${backup.refusal ?? "nobody_free"}`) });
    default:
      return b(`is.${stand}`);
  }
};

type Outcome = "arrived" | "called_off" | "never_came";

const One = ({ backup }: { readonly backup: Backup }) => {
  const { client } = useApp();
  const { save, saving } = useSave();
  const phone = useDeskPhone();
  const now = useNow(1000);
  const isHere = client.waiting.value.some((it) => it.entity === backup.id && it.type === "backup.ask");
  const stand = standOf(backup, { isHere, isLive: client.status.value.live, now });
  const told = wordsOf(backup, stand);
  useEffect(() => announce(`${b(`kind.${backup.kind}`)}: ${told}`, "assertive"), [stand, backup.due_at]);
  const end =
    (outcome: Outcome, lights: "yes" | "unknown" = "unknown") =>
    (): void =>
      void save({ type: "backup.end", entity: backup.id, args: { outcome, lights } });
  const isComing = stand === "coming" || stand === "late";
  const hasSiren = backup.kind !== "team" && backup.kind !== "supervisor";
  return (
    <Note tone={isToCall(stand) ? "alarmbox" : stand === "sent" ? "warn" : "tint"} icon="users">
      <div class="stack-s">
        <p>
          <b>{b(`kind.${backup.kind}`)}.</b> {told}
        </p>
        <div class="row wrap tight">
          {isToCall(stand) && phone !== null && (
            <Btn size="sm" icon="call" href={`tel:${phone}`}>
              {t("home.callDesk")}
            </Btn>
          )}
          {isComing && (
            <Btn size="sm" icon="check" disabled={saving} onPress={end("arrived")}>
              {b("end.arrived")}
            </Btn>
          )}
          {isComing && hasSiren && (
            <Btn size="sm" disabled={saving} onPress={end("arrived", "yes")}>
              {b("end.lights")}
            </Btn>
          )}
          {stand === "late" && (
            <Btn size="sm" disabled={saving} onPress={end("never_came")}>
              {b("end.never_came")}
            </Btn>
          )}
          <Btn size="sm" disabled={saving} onPress={end("called_off")}>
            {b("end.called_off")}
          </Btn>
        </div>
      </div>
    </Note>
  );
};

export const BackupBand = ({ assignment }: { readonly assignment: Assignment }) => {
  const { client } = useApp();
  const [asking, setAsking] = useState(false);
  client.foresee(BACKUPS);
  return (
    <>
      {openFor(client.rows("backup").value.values(), assignment).map((backup) => (
        <One key={backup.id} backup={backup} />
      ))}
      <Btn icon="users" full onPress={() => setAsking(true)}>
        {b("ask.open")}
      </Btn>
      {asking && <AskSheet assignment={assignment} onClose={() => setAsking(false)} />}
    </>
  );
};

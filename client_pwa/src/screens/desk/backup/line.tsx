/** On the call: who was asked to come too, why, and how it stands. */
import { Icon } from "../../../parts/icon";
import type { Backup } from "../../../schema";
import { backupSay as b } from "../../../text/backups";
import { t } from "../../../text/desk/board";
import { clock } from "../../../text/times";
import type { Desk } from "../board/use";
import { unitName } from "../parts/words";
import { endBackup } from "./actions";
import { isUnanswered } from "./rules";

const standing = (it: Backup): string => {
  if (it.outcome !== null) return t(`backup.outcome.${it.outcome}`);
  if (it.answered_at === null) return t("backup.open");
  if (it.refusal !== null) return t("backup.refused", { why: b(`refusal.${it.refusal}`) });
  return it.due_at === null ? t("backup.comingSoon") : t("backup.coming", { time: clock(it.due_at) });
};

/** "Heron asked for an ambulance at 22:04: medical · coming, there by 22:13". */
export const backupWords = (it: Backup, desk: Pick<Desk, "units">): string => {
  const asked = t("backup.line", {
    team: unitName(desk.units, it.unit_id),
    kind: b(`kind.${it.kind}`).toLocaleLowerCase(),
    time: clock(it.asked_at),
    reason: b(`reason.${it.reason}`).toLocaleLowerCase(),
  });
  const who = it.coming_id === null || it.refusal !== null ? "" : ` (${unitName(desk.units, it.coming_id)})`;
  return `${asked} · ${standing(it)}${who}`;
};

const One = (props: { readonly it: Backup; readonly desk: Desk; readonly onAnswer: (backup: Backup) => void }) => {
  const { it, desk } = props;
  const team = unitName(desk.units, it.unit_id);
  const isComing = it.ended_at === null && it.answered_at !== null && it.refusal === null;
  return (
    <li class={isUnanswered(it) ? "note warn wrap" : "row tight wrap"}>
      <Icon name="users" />
      <span class="grow s">{backupWords(it, desk)}</span>
      {isComing && (
        <button type="button" class="btn sm" onClick={() => void endBackup(desk.client, it, team, "arrived")}>
          {b("end.arrived")}
        </button>
      )}
      {it.ended_at === null && (
        <button type="button" class="btn sm" onClick={() => props.onAnswer(it)}>
          {t("backup.answer")}
        </button>
      )}
    </li>
  );
};

export const BackupLines = (props: {
  readonly backups: readonly Backup[];
  readonly desk: Desk;
  readonly onAnswer: (backup: Backup) => void;
}) =>
  props.backups.length === 0 ? null : (
    <ul class="handed stack-s">
      {props.backups.map((it) => (
        <One key={it.id} it={it} desk={props.desk} onAnswer={props.onAnswer} />
      ))}
    </ul>
  );

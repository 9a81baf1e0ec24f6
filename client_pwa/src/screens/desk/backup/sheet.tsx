/** The desk answers who comes and when, or why nobody does; and writes down what a team asks for by voice. */
import { useState } from "preact/hooks";
import { Icon } from "../../../parts/icon";
import { Sheet } from "../../../parts/sheet";
import {
  type Assignment,
  BACKUP_KIND,
  BACKUP_REASON,
  BACKUP_REFUSAL,
  type Backup,
  type BackupKindCode,
  type BackupReasonCode,
} from "../../../schema";
import { backupSay as b } from "../../../text/backups";
import { t } from "../../../text/desk/board";
import { s } from "../../../text/shell";
import { span } from "../../../text/times";
import { passOn } from "../actions";
import { type Desk, fieldOf } from "../board/use";
import { ChipChoices } from "../parts/choices";
import { unitName } from "../parts/words";
import { isOpen } from "../rules/board";
import { handoversOf, mayPassTo } from "../rules/handovers";
import { offerable, whoCouldGo } from "../rules/order";
import { answerComing, answerNobody, askBackup } from "./actions";
import { MINUTES } from "./rules";

const NONE = "";
/** So many teams that were not asked yet are named. */
const NAMED = 4;

interface Coming {
  readonly value: string;
  readonly label: string;
  readonly isAsked: boolean;
}

/** Teams on the call, then the best of those who could be asked with the answer. */
const teamsFor = (backup: Backup, desk: Desk): readonly Coming[] => {
  const standing = desk.standing.get(backup.call_id);
  if (standing === undefined) return [];
  const there = standing.assignments.filter((it) => isOpen(it) && it.unit_id !== backup.unit_id);
  return [
    ...there.map((it) => ({
      value: it.unit_id,
      label: t("backup.on", { team: unitName(desk.units, it.unit_id) }),
      isAsked: true,
    })),
    ...offerable(whoCouldGo(standing.call, fieldOf(desk)))
      .filter(({ unit }) => unit.id !== backup.unit_id)
      .slice(0, NAMED)
      .map(({ unit }) => ({ value: unit.id, label: t("backup.askToo", { team: unit.name }), isAsked: false })),
  ];
};

/** Where the city's rule is that police are called when a weapon was shown: the desk is asked, and decides. */
const WeaponRule = ({ backup, desk }: { readonly backup: Backup; readonly desk: Desk }) => {
  const call = desk.calls.get(backup.call_id);
  const isOut = call === undefined || handoversOf(call).some((it) => it.to === "police");
  if (desk.policy.weapon_police !== true || backup.reason !== "weapon" || backup.kind === "police" || isOut)
    return null;
  return (
    <div class="note warn">
      <Icon name="alert" />
      <p class="grow">{t("backup.rule")}</p>
      {mayPassTo(call).includes("police") && (
        <button type="button" class="btn sm" onClick={() => void passOn(desk.client, call, "police")}>
          {t("backup.rule.do")}
        </button>
      )}
    </div>
  );
};

export const BackupSheet = (props: { readonly backup: Backup; readonly desk: Desk; readonly onClose: () => void }) => {
  const { backup, desk, onClose } = props;
  const { client } = desk;
  const team = unitName(desk.units, backup.unit_id);
  const teams = backup.kind === "team" ? teamsFor(backup, desk) : [];
  const [who, setWho] = useState(teams[0]?.value ?? NONE);
  const [minutes, setMinutes] = useState(NONE);
  const comes = (): void => {
    const unit = desk.units.get(who) ?? null;
    const isAsked = teams.find((it) => it.value === who)?.isAsked ?? true;
    const call = desk.calls.get(backup.call_id);
    const in_min = minutes === NONE ? null : Number(minutes);
    void answerComing(client, backup, team, { call, unit, isAsked }, in_min).then(onClose);
  };
  return (
    <Sheet
      title={t("backup.title", { team, kind: b(`kind.${backup.kind}`) })}
      lead={t("backup.lead", {
        reason: b(`reason.${backup.reason}`),
        ago: t("ago", { span: span(Math.max(0, desk.now - backup.asked_at)) }),
        who:
          backup.asked_by === "unknown" ? t("person.unknown") : t(`backup.by.${backup.asked_by}`).toLocaleLowerCase(),
      })}
      onClose={onClose}
    >
      <WeaponRule backup={backup} desk={desk} />
      {teams.length > 0 && (
        <ChipChoices
          legend={t("backup.which")}
          choices={[...teams, { value: NONE, label: t("backup.otherTeam") }]}
          value={who}
          onPick={setWho}
        />
      )}
      <ChipChoices
        legend={t("backup.when")}
        choices={[
          ...MINUTES.map((n) => ({ value: String(n), label: t("backup.min", { n }) })),
          { value: NONE, label: t("backup.unknown") },
        ]}
        value={minutes}
        onPick={setMinutes}
      />
      <button type="button" class="btn pri full" onClick={comes}>
        {t("backup.save", { team })}
      </button>
      <h3 class="label">{t("backup.nobody")}</h3>
      <ul class="stack-s">
        {BACKUP_REFUSAL.map((refusal) => (
          <li key={refusal}>
            <button
              type="button"
              class="btn full start"
              onClick={() => void answerNobody(client, backup, team, refusal).then(onClose)}
            >
              {t("backup.refuse", { team, why: b(`refusal.${refusal}`) })}
            </button>
          </li>
        ))}
      </ul>
      <button type="button" class="btn quiet full" onClick={onClose}>
        {s("back")}
      </button>
    </Sheet>
  );
};

const ASKED_BY = ["responder", "dispatcher", "person", "bystander", "other_agency"] as const;

/** What the team asks for by voice, or the desk for them. */
export const AskBackupSheet = (props: {
  readonly assignment: Assignment;
  readonly desk: Desk;
  readonly onClose: () => void;
}) => {
  const { assignment, desk, onClose } = props;
  const [kind, setKind] = useState<BackupKindCode>("team");
  const [reason, setReason] = useState<BackupReasonCode | null>(null);
  const [asked_by, setAskedBy] = useState<(typeof ASKED_BY)[number]>("responder");
  const team = unitName(desk.units, assignment.unit_id);
  const save = (): void => {
    if (reason !== null) void askBackup(desk.client, assignment, team, { kind, reason, asked_by }).then(onClose);
  };
  return (
    <Sheet title={t("backup.newTitle", { team })} lead={t("backup.newLead")} onClose={onClose}>
      <ChipChoices
        legend={b("ask.who")}
        choices={BACKUP_KIND.map((value) => ({ value, label: b(`kind.${value}`) }))}
        value={kind}
        onPick={setKind}
      />
      <ChipChoices
        legend={b("ask.why")}
        choices={BACKUP_REASON.map((value) => ({ value, label: b(`reason.${value}`) }))}
        value={reason}
        onPick={setReason}
      />
      <ChipChoices
        legend={t("backup.whoAsked")}
        choices={ASKED_BY.map((value) => ({ value, label: t(`backup.by.${value}`) }))}
        value={asked_by}
        onPick={setAskedBy}
      />
      <button type="button" class="btn pri full" disabled={reason === null} onClick={save}>
        {t("backup.askFor")}
      </button>
      <button type="button" class="btn quiet full" onClick={onClose}>
        {s("back")}
      </button>
    </Sheet>
  );
};

/** What the desk does about somebody asked to come too, one function each. */
import type {
  Assignment,
  Backup,
  BackupOutcomeCode,
  BackupRefusalCode,
  Call,
  CommandArgs,
  Unit,
} from "../../../schema";
import type { SyncClient } from "../../../sync/client";
import { t } from "../../../text/desk/board";
import { act, ask } from "../actions";

/** They come; a team of ours that was not asked for the call yet is asked with it. */
export const answerComing = (
  client: SyncClient,
  backup: Backup,
  team: string,
  who: { readonly call: Call | undefined; readonly unit: Unit | null; readonly isAsked: boolean },
  in_min: number | null,
): Promise<boolean> =>
  act(client, t("backup.done.answered", { team }), async () => {
    const { call, unit, isAsked } = who;
    const args = { in_min, unit_id: unit?.id ?? null };
    await client.save({ type: "backup.answer", entity: backup.id, args });
    if (unit !== null && call !== undefined && !isAsked) await ask(client, call, unit);
  });

export const answerNobody = (
  client: SyncClient,
  backup: Backup,
  team: string,
  refusal: BackupRefusalCode,
): Promise<boolean> =>
  act(client, t("backup.done.answered", { team }), () =>
    client.save({ type: "backup.answer", entity: backup.id, args: { refusal } }),
  );

export const endBackup = (
  client: SyncClient,
  backup: Backup,
  team: string,
  outcome: BackupOutcomeCode,
): Promise<boolean> =>
  act(client, t("backup.done.ended", { team }), () =>
    client.save({ type: "backup.end", entity: backup.id, args: { outcome } }),
  );

type Asked = Pick<CommandArgs["backup.ask"], "kind" | "reason" | "asked_by">;

/** The team asked by voice, or the desk does so for them. */
export const askBackup = (
  client: SyncClient,
  { call_id, unit_id }: Assignment,
  team: string,
  asked: Asked,
): Promise<boolean> =>
  act(client, t("backup.done.asked", { team }), () =>
    client.save({ type: "backup.ask", entity: client.newId(), args: { ...asked, call_id, unit_id, voice: {} } }),
  );

/** What the desk did by voice: entered as it was. */
import type { Call, Unit } from "../../../schema";
import type { SyncClient } from "../../../sync/client";
import { t } from "../../../text/desk/board";
import { act, making } from "../actions";
import { numberOf } from "../parts/words";
import type { StageName } from "../rules/ladder";

/** By whom, since when, and how far they got, each by this computer's clock; null: now. */
export interface SentByVoice {
  readonly who: string;
  readonly at: number | null;
  readonly reached: readonly (readonly [StageName, number])[];
}

/** The team goes: nobody is asked again. Times of long ago set off no alarm. */
export const sendByVoice = (client: SyncClient, call: Call, unit: Unit, told: SentByVoice): Promise<boolean> =>
  act(client, t("alone.sent", { team: unit.name, call: numberOf(call) }), async () => {
    const entity = client.newId();
    const about = { call_id: call.id, unit_id: unit.id, voice: { said_by: told.who === "" ? null : told.who } };
    await client.save({
      type: "assignment.enter",
      entity,
      args: { ...about, ...(told.at === null ? {} : { assigned_at: told.at }) },
      ...making(client, call.id, "call.take"),
    });
    for (const [stage, reached_at] of told.reached) {
      await client.save({ type: "assignment.stage", entity, args: { ...about, stage, reached_at } });
    }
  });

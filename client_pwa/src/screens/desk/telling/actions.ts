/** Saying what the caller was told, and what came of a call-back. Times are this computer's own; the server corrects them. */
import type { Call, CalledBackCode, Told, ToldWhatCode } from "../../../schema";
import type { SyncClient } from "../../../sync/client";
import { t } from "../../../text/desk/board";
import { act, making } from "../actions";
import { numberOf } from "../parts/words";
import { inMinutes } from "./rules";

export const tell = (client: SyncClient, call: Call, what: ToldWhatCode, minutes: number | null): Promise<boolean> => {
  const by = minutes === null ? null : inMinutes(client.deviceNow(), minutes);
  return act(client, t("told.kept", { call: numberOf(call) }), () =>
    client.save({ type: "call.tell", entity: call.id, args: { what, by }, ...making(client, call.id, "call.take") }),
  );
};

export const calledBack = (client: SyncClient, call: Call, told: Told, how: CalledBackCode): Promise<boolean> =>
  act(client, t("told.kept", { call: numberOf(call) }), () =>
    client.save({
      type: "call.call_back",
      entity: call.id,
      args: { told: told.id, how },
      ...making(client, call.id, "call.take"),
    }),
  );

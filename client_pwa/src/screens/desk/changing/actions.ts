/** Putting a call right: only what differs is said, so that another desk's word on the rest stands. */
import type { Call, CommandArgs } from "../../../schema";
import type { SyncClient } from "../../../sync/client";
import { t } from "../../../text/desk/board";
import { act, making } from "../actions";
import { numberOf } from "../parts/words";

export type Correcting = CommandArgs["call.correct"];

export const correct = (client: SyncClient, call: Call, args: Correcting): Promise<boolean> =>
  act(client, t("correct.done", { call: numberOf(call) }), () =>
    client.save({ type: "call.correct", entity: call.id, args, ...making(client, call.id, "call.take") }),
  );

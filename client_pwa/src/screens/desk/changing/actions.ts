/** Putting a call right: only what differs is said, so that another desk's word on the rest stands. */
import type { Call, CommandArgs } from "../../../schema";
import type { SyncClient } from "../../../sync/client";
import { t } from "../../../text/desk/board";
import { list } from "../../../text/times";
import { act, making } from "../actions";
import { numberOf } from "../parts/words";

export type Correcting = CommandArgs["call.correct"];

/** All of them in one act; each keeps what it is. */
export const merge = (client: SyncClient, leader: Call, calls: readonly Call[]): Promise<boolean> => {
  const values = { calls: list(calls.map(numberOf)), call: numberOf(leader), n: calls.length };
  return act(client, t("merge.done", values), async () => {
    for (const call of calls) await mergeInto(client, call, leader.id);
  });
};

export const takeApart = (client: SyncClient, call: Call): Promise<boolean> =>
  act(client, t("merge.apartDone", { call: numberOf(call) }), () => mergeInto(client, call, null));

const mergeInto = (client: SyncClient, call: Call, into: string | null): Promise<unknown> =>
  client.save({ type: "call.merge", entity: call.id, args: { into }, ...making(client, call.id, "call.take") });

export const correct = (client: SyncClient, call: Call, args: Correcting): Promise<boolean> =>
  act(client, t("correct.done", { call: numberOf(call) }), () =>
    client.save({ type: "call.correct", entity: call.id, args, ...making(client, call.id, "call.take") }),
  );

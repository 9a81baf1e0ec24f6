/** The call is taken: one command, and a second one that builds on it. */
import type { Unit } from "../../../schema";
import type { SyncClient } from "../../../sync/client";
import { t as board } from "../../../text/desk/board";
import { t } from "../../../text/desk/intake";
import { act, type Closing } from "../actions";
import { nextLabel } from "../alone/label";
import { lastAt } from "../alone/times";
import type { Desk } from "../board/use";
import { numberOf } from "../parts/words";
import { isClosed } from "../rules/board";
import type { Draft } from "./draft";
import { resultOf, takeArgs, type Then } from "./take";

const closingOf = (reason: Extract<Then, { what: "not_sent" }>["reason"]): Closing =>
  reason === "to_do" ? { to_do: true } : { not_sent_reason: reason };

const next = async (client: SyncClient, call: string, after: string, then: Then): Promise<unknown> => {
  switch (then.what) {
    case "wait":
      return undefined;
    case "offer":
      return client.save({
        type: "assignment.offer",
        entity: client.newId(),
        args: { call_id: call, unit_id: then.unit },
        after,
      });
    case "same":
      // Nothing is merged into what is over: nobody could be sent to the caller any more.
      return isClosed(then.as)
        ? client.save({ type: "call.close", entity: call, args: { triage_result: "duplicate" }, after })
        : client.save({ type: "call.merge", entity: call, args: { into: then.as.id }, after });
    case "by_phone":
      return client.save({ type: "call.close", entity: call, args: { triage_result: then.result }, after });
    case "not_sent":
      return client.save({ type: "call.close", entity: call, args: closingOf(then.reason), after });
  }
};

const done = (then: Then, units: ReadonlyMap<string, Unit>): string => {
  switch (then.what) {
    case "wait":
      return t("done.waits");
    case "offer":
      return t("done.offered", { team: units.get(then.unit)?.name ?? "" });
    case "same":
      return board("alike.done", { call: numberOf(then.as) });
    case "by_phone":
    case "not_sent":
      return t("done.closed");
  }
};

/** True once call and consequence are safe on this computer. The edition is that which the draft was begun by. */
export const saveCall = async (
  { client, units, edition }: Pick<Desk, "client" | "units" | "edition">,
  draft: Draft,
  then: Then,
): Promise<boolean> => {
  const paper = lastAt(draft.on_paper, client.deviceNow());
  const receivedAt = paper ?? draft.started_at - client.now() + client.deviceNow();
  const args = takeArgs(draft, receivedAt, edition, then.what === "by_phone" ? then.result : resultOf(draft, edition));
  if (args === null) return false;
  return act(client, done(then, units), async () => {
    const label = await nextLabel(client);
    const taken = await client.save({
      type: "call.take",
      entity: draft.id,
      args: { ...args, ...(label === null ? {} : { label }), ...(paper === null ? {} : { on_paper: true }) },
    });
    await next(client, draft.id, taken.id, then);
  });
};

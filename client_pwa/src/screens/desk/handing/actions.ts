/** Handing over at the end of a shift, and taking over. */
import type { Handoff } from "../../../schema";
import type { SyncClient } from "../../../sync/client";
import { t } from "../../../text/desk/board";
import { act } from "../actions";

export const handOverDesk = (client: SyncClient, note: string): Promise<boolean> =>
  act(client, t("hand.given"), () =>
    client.save({
      type: "handoff.give",
      entity: client.newId(),
      args: note === "" ? {} : { note },
    }),
  );

export const takeOver = (client: SyncClient, { id }: Handoff): Promise<boolean> =>
  act(client, t("hand.taken"), () => client.save({ type: "handoff.read", entity: id, args: {} }));

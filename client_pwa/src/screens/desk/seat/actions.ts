/** A supervisor looked: exactly the reasons that stood there are signed. */
import type { Review } from "../../../schema";
import type { SyncClient } from "../../../sync/client";
import { t } from "../../../text/desk/seat";
import { act } from "../actions";

export const sign = (client: SyncClient, { id, reasons }: Review): Promise<boolean> =>
  act(client, t("done"), () => client.save({ type: "review.sign", entity: id, args: { reasons } }));

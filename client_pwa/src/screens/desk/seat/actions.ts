/** What a supervisor says: that somebody looked, and what a team is to do. */
import type { Consult, ConsultAnswerCode, Review } from "../../../schema";
import type { SyncClient } from "../../../sync/client";
import { t } from "../../../text/desk/seat";
import { act } from "../actions";

/** Exactly the reasons that stood there are signed. */
export const sign = (client: SyncClient, { id, reasons }: Review): Promise<boolean> =>
  act(client, t("done"), () => client.save({ type: "review.sign", entity: id, args: { reasons } }));

export const answer = (
  client: SyncClient,
  { id }: Consult,
  said: ConsultAnswerCode,
  note: string | null,
): Promise<boolean> =>
  act(client, t("answer.done"), () =>
    client.save({ type: "consult.answer", entity: id, args: { answer: said, note } }),
  );

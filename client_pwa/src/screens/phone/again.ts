/** An outcome that was not taken, written once more from what stands there. */
import type { CommandArgs } from "../../schema";
import type { SyncClient, Waiting } from "../../sync/client";
import { draftOf, personOf } from "./answered";
import type { Draft } from "./outcome";
import { inOrder } from "./person/noticed";
import { inWords } from "./written";

type Outcome = CommandArgs["encounter.record"];

/**
 * What was said, where writing it again may help: an outcome that can be read, of a call that this phone still has.
 *
 * Null for a yes or no to an offer, which is over; for what is not theirs to say, which stays so; and for what merely
 * waits, which sends by itself.
 */
export const toWriteAgain = (client: SyncClient, held: Waiting, written: unknown): Outcome | null => {
  if (held.type !== "encounter.record" || held.stuck || held.code === "forbidden") return null;
  if (inWords(held.type, written).length === 0) return null;
  const said = written as Outcome;
  const assignment = client.rows("assignment").value.get(said.assignment_id ?? "");
  return assignment !== undefined && client.rows("call").value.has(assignment.call_id) ? said : null;
};

/** The form as it was filled in. */
export const formOf = ({ answers, note, demographics, presenting }: Outcome): Draft => ({
  ...draftOf(answers),
  note: note ?? "",
  person: personOf(demographics),
  noticed: inOrder(presenting ?? []),
});

/** Has the form of this outcome filled in as it was, unless one is half written: that stays. Answers where it is. */
export const begun = async (client: SyncClient, said: Outcome): Promise<string> => {
  const key = `log:${said.call_id}`;
  if ((await client.draft.load(key)) === undefined) await client.draft.keep(key, formOf(said));
  return `/now/call/${said.assignment_id}/log`;
};

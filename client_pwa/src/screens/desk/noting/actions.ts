/** Keeping a note about the place of a call, and saying that one holds no longer. */
import type { Call, CommandArgs, PlaceNote } from "../../../schema";
import type { SyncClient } from "../../../sync/client";
import { t } from "../../../text/desk/board";
import { noteSay as n } from "../../../text/notes";
import { act, making } from "../actions";

export const notePlace = (client: SyncClient, call: Call, args: CommandArgs["call.note_place"]): Promise<boolean> =>
  act(client, n("kept"), () =>
    client.save({ type: "call.note_place", entity: call.id, args, ...making(client, call.id, "call.take") }),
  );

export const endNote = (client: SyncClient, call: Call, note: PlaceNote): Promise<boolean> =>
  act(client, t("notes.isOver"), () =>
    client.save({
      type: "call.end_place_note",
      entity: call.id,
      args: { note: note.id },
      ...making(client, note.id, "call.note_place"),
    }),
  );

/** The dispatch console: the board, a call on it, and taking a call. For dispatchers and supervisors. */
import "../../styles/console.css";
import "../../styles/board.css";
import "../../styles/intake.css";
import "../../styles/paper.css";
import { useEffect, useLayoutEffect } from "preact/hooks";
import { useApp } from "../../parts/app";
import type { CommandArgs } from "../../schema";
import { CALLS } from "../../sync/later/desk/calls";
import { CHECK_INS } from "../../sync/later/checkins";
import { DESK } from "../../sync/later/desk/offers";
import { EDITIONS } from "../../sync/later/desk/editions";
import { GIVING } from "../../sync/later/desk/giving";
import { REVIEWS } from "../../sync/later/desk/reviews";
import { keepScreens } from "../../sync/later/desk/screens";
import { BACKUPS } from "../../sync/later/team/backups";
import { CONSULTS } from "../../sync/later/team/consults";
import { REPORTS } from "../../sync/later/team/reports";
import { HANDOFFS } from "../../sync/later/shifts/handoffs";
import { NOTES } from "../../sync/later/team/notes";
import { HELPS } from "../../sync/later/safety/helps";
import { ROLLS } from "../../sync/later/safety/rolls";
import { go, here, match, path } from "../../router";
import { aside } from "../../sync/book";
import { BoardScreen } from "./board/board";
import { PaperScreen } from "./alone/paper";
import { begin } from "./intake/draft";
import { IntakeScreen } from "./intake/intake";
import { fetchSheets } from "./sheets/overlay";
import { tellDays, zoneOf } from "./telling/days";

const FORESEEN = {
  ...CALLS,
  ...DESK,
  ...CHECK_INS,
  ...GIVING,
  ...EDITIONS,
  ...REVIEWS,
  ...HANDOFFS,
  ...HELPS,
  ...BACKUPS,
  ...CONSULTS,
  ...REPORTS,
  ...ROLLS,
  ...NOTES,
};

/** A new call has its id, and with it its address, from the first moment: reloading goes on with it. */
const NewDraft = () => {
  const { client } = useApp();
  useLayoutEffect(() => go(path("/desk/new", { draft: begin(client) }), { replace: true }), [client]);
  return null;
};

export const DeskApp = () => {
  const { path: at, query } = here.value;
  const { client } = useApp();
  client.foresee(FORESEEN);
  useEffect(keepScreens, []);
  useEffect(() => {
    if (!client.session.roles.includes("supervisor")) return;
    // Here before it is opened: by then the server may be gone, or have the next version only.
    aside(fetchSheets());
    aside(import("../manager/index"));
  }, [client]);
  useEffect(() => {
    const save = (entity: string, args: CommandArgs["site.count"]) => client.save({ type: "site.count", entity, args });
    // What could not be told now is told the next time the desk goes somewhere.
    const { tag } = client.session.org;
    tellDays(localStorage, tag, client.now(), zoneOf(client), client.newId, save).catch(() => undefined);
  }, [client, at]);
  // With its styles from the first moment: what is seen does not move away from under a hand.
  useLayoutEffect(() => {
    document.body.classList.add("console");
    return () => document.body.classList.remove("console");
  }, []);
  if (match("/desk/new", at) !== null) {
    const draft = query.get("draft");
    return draft === null ? <NewDraft /> : <IntakeScreen key={draft} id={draft} />;
  }
  if (match("/desk/paper", at) !== null) return <PaperScreen />;
  return <BoardScreen callId={match("/desk/call/:call", at)?.call ?? null} />;
};

/** What the server did not take as it was: what it was, why, and what to do. It stays in the server's custody. */
import { Sheet } from "../../../parts/sheet";
import type { SyncClient, Waiting } from "../../../sync/client";
import { own, t } from "../../../text/desk/board";
import { s } from "../../../text/shell";
import { clock } from "../../../text/times";
import type { Desk } from "../board/use";
import { numberOf } from "../parts/words";

export const about = (
  entry: Pick<Waiting, "entity" | "args">,
  desk: Pick<Desk, "calls" | "units" | "assignments">,
): string => {
  // Of an offer that was not taken there is no record: what it says names its call and its team.
  const said = (entry.args ?? {}) as { readonly call_id?: string; readonly unit_id?: string };
  const call = desk.calls.get(desk.assignments.get(entry.entity)?.call_id ?? said.call_id ?? entry.entity);
  const unit = desk.units.get(said.unit_id ?? entry.entity);
  return [call && numberOf(call), unit?.name].map((it) => (it === undefined ? "" : ` · ${it}`)).join("");
};

const Row = ({
  entry,
  desk,
  client,
}: {
  readonly entry: Waiting;
  readonly desk: Desk;
  readonly client: SyncClient;
}) => (
  <li class="card flat stack-s">
    <p>
      <b>
        {own("command", entry.type)}
        {about(entry, desk)}
      </b>{" "}
      <span class="dim">{clock(entry.savedAt)}</span>
    </p>
    <p>{own("held", entry.code ?? "unknown")}</p>
    <button type="button" class="btn sm" onClick={() => client.settle(entry.id).catch(() => undefined)}>
      {t("held.read")}
    </button>
  </li>
);

export const AttentionSheet = ({ desk, onClose }: { readonly desk: Desk; readonly onClose: () => void }) => {
  const held = desk.client.waiting.value.filter((entry) => entry.state === "held");
  return (
    <Sheet title={t("held.title", { n: held.length })} lead={t("held.lead")} onClose={onClose}>
      <ul class="stack-s">
        {held.map((entry) => (
          <Row key={entry.id} entry={entry} desk={desk} client={desk.client} />
        ))}
      </ul>
      <button type="button" class="btn quiet full" onClick={onClose}>
        {s("close")}
      </button>
    </Sheet>
  );
};

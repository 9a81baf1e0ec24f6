/** What goes up: which rows, and what their answers mean for the outbox. */
import { type Acks, BATCH } from "../schema";
import type { Entry } from "./outbox";
import { failed, type Run } from "./run";

/** Only one tab uploads; what came of it is told after the lock is free. */
export const oneTab = async (run: Run, work: () => Promise<() => void>): Promise<void> => {
  const tell = await run.parts.ports.locked(`outbox-${run.parts.device.tag}`, work);
  tell();
};

/** Oldest first, those the server stumbled over last; never more than one message may carry, but always one. */
export const batchOf = (
  pending: readonly Entry[],
  deferred: ReadonlySet<string>,
  limit: number,
  bytes: number,
): readonly Entry[] => {
  const first = pending.filter((entry) => !deferred.has(entry.id));
  const last = pending.filter((entry) => deferred.has(entry.id));
  const batch: Entry[] = [];
  let size = 0;
  for (const entry of [...first, ...last]) {
    size += entry.wire.length + 1;
    if (batch.length > 0 && (batch.length >= limit || size > bytes)) break;
    batch.push(entry);
  }
  return batch;
};

/** Many were on their way when the answer was lost: first hear which of them arrived. */
export const askFirst = async (run: Run): Promise<() => void> => {
  const { outbox, wire, device } = run.parts;
  const rows = (await outbox.pending(device.id)).slice(0, BATCH);
  const pairs = rows.map(({ id, hash }) => [id, hash] as const);
  const { epoch } = await outbox.marks(device.id);
  const answer = await wire.ask(run.token, pairs);
  if (answer.type !== "ok") return () => failed(run, "upload", answer);
  const pending = await acknowledge(run, rows, answer.body, epoch);
  return () => run.tell({ type: "asked", pending });
};

export const uploadBatch = async (run: Run, limit: number): Promise<() => void> => {
  const { outbox, wire, device } = run.parts;
  const rows = batchOf(await outbox.pending(device.id), run.deferred, limit, run.bytes);
  if (rows.length === 0) return () => run.tell({ type: "sent", pending: 0, retry: false });
  const { epoch } = await outbox.marks(device.id);
  const answer = await wire.commands(
    run.token,
    rows.map((row) => row.wire),
  );
  const size = rows.length;
  const alone = size === 1 ? rows[0] : undefined;
  if (answer.type === "ok") {
    const pending = await acknowledge(run, rows, answer.body, epoch);
    const answered = new Set(answer.body.acks.filter((ack) => ack.r !== "retry").map(({ id }) => id));
    const retry = !rows.every((row) => answered.has(row.id));
    return () => run.tell({ type: "sent", pending, retry });
  }
  if (answer.type === "refused" && (answer.status === 400 || answer.status === 413 || answer.status === 422)) {
    if (alone !== undefined) await outbox.stick(alone.id, answer.code);
    const { pending } = await outbox.marks(device.id);
    await run.hooks.outboxChanged();
    return () => run.tell({ type: "batch_refused", size, pending });
  }
  if (alone !== undefined && answer.type === "lost" && (answer.status ?? 0) >= 500) {
    run.deferred.add(alone.id);
  }
  return () => failed(run, "upload", answer, size);
};

/** Mark what was answered, as long as the epoch is the one it was sent in; answers how many are still to be sent. */
const acknowledge = async (run: Run, rows: readonly Entry[], { acks }: Acks, epoch: number | null): Promise<number> => {
  const { outbox, device } = run.parts;
  run.heard();
  await outbox.acknowledge(acks, epoch, run.time());
  for (const ack of acks) {
    // A row whose header the server could not even read is named by its place in the batch.
    const unread = ack.id.startsWith("#") ? rows[Number(ack.id.slice(1))] : undefined;
    if (unread !== undefined) await outbox.stick(unread.id, ack.code ?? "invalid");
  }
  await run.hooks.outboxChanged();
  return (await outbox.marks(device.id)).pending;
};

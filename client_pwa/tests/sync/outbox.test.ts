import { beforeEach, describe, expect, it } from "vitest";
import { batchOf } from "../../src/sync/sending";
import { type Entry, KEPT_BYTES, KEPT_MS, openOutbox, pushedOut, type Saving } from "../../src/sync/outbox";
import { NOON, newDisk } from "./clock";

const saving = (dseq: number, given: Partial<Entry> = {}): Saving => {
  const id = given.id ?? `c${dseq}`;
  const entry: Entry = {
    ...{ dseq, id, device: "d1", person: "p1", type: "unit.status", entity: "u1", at: NOON },
    ...{ wire: `{"id":"${id}"}`, hash: "h", state: "saved", code: null, seq: null, acked_at: null },
    settled: false,
    ...given,
  };
  const box = { iv: new Uint8Array(12), ct: new ArrayBuffer(4) };
  return { entry, shadow: { id, dseq, person: "p1", box, acked: false, seq: null } };
};

const filled = async (count: number) => {
  const outbox = openOutbox("k7ab2x");
  for (let n = 0; n < count; n++) await outbox.save(async (dseq) => saving(dseq));
  await outbox.resend(1);
  return outbox;
};

beforeEach(newDisk);

describe("saving", () => {
  it("numbers without a gap or a double, also from two tabs at once", async () => {
    const tabs = [openOutbox("k7ab2x"), openOutbox("k7ab2x")];

    await Promise.all(
      Array.from({ length: 20 }, (_, n) => tabs[n % 2]?.save(async (dseq) => saving(dseq, { id: `x${n}` }))),
    );

    const pending = (await tabs[0]?.pending("d1")) ?? [];
    expect(pending.map(({ dseq }) => dseq)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  });

  it("keeps neither the row nor its shadow when the number cannot be taken", async () => {
    const outbox = openOutbox("k7ab2x");
    const broken = async (dseq: number): Promise<Saving> => {
      if (dseq > 1) throw new Error("no seal");
      await openOutbox("k7ab2x").save(async (n) => saving(n, { id: "other" }));
      return saving(dseq);
    };

    await expect(outbox.save(broken)).rejects.toThrow("no seal");

    expect((await outbox.pending("d1")).map(({ id }) => id)).toEqual(["other"]);
    expect((await outbox.shadows()).map(({ id }) => id)).toEqual(["other"]);
  });
});

describe("an answer", () => {
  it("is marked for the whole batch or for none, and repeating it changes nothing", async () => {
    const outbox = await filled(3);
    const acks = [
      { id: "c1", r: "ok", seq: 5 },
      { id: "c2", r: "held", code: "conflict", seq: 6 },
      { id: "c3", r: "retry" },
    ] as const;

    await outbox.acknowledge(acks, 1, NOON);
    const once = await outbox.entry("c1");
    await outbox.acknowledge([{ id: "c1", r: "dup" }], 1, NOON + 5);

    expect(await outbox.entry("c1")).toEqual(once);
    expect(once).toMatchObject({ state: "done", seq: 5 });
    expect(await outbox.entry("c2")).toMatchObject({ state: "held", code: "conflict" });
    expect((await outbox.marks("d1")).pending).toBe(1);
  });

  it("of another epoch counts for nothing", async () => {
    const outbox = await filled(1);

    await outbox.acknowledge([{ id: "c1", r: "ok", seq: 5 }], 2, NOON);

    expect((await outbox.marks("d1")).pending).toBe(1);
  });

  it("for a command this device does not know is ignored", async () => {
    const outbox = await filled(1);

    await outbox.acknowledge([{ id: "nobody", r: "ok", seq: 5 }], 1, NOON);

    expect((await outbox.marks("d1")).pending).toBe(1);
  });
});

describe("what was answered", () => {
  it("is kept byte for byte until a backup holds it", async () => {
    const outbox = await filled(2);
    const before = (await outbox.entry("c1"))?.wire;
    await outbox.acknowledge(
      [
        { id: "c1", r: "ok", seq: 5 },
        { id: "c2", r: "ok", seq: 6 },
      ],
      1,
      NOON,
    );

    await outbox.prune(4, NOON);
    expect((await outbox.entry("c1"))?.wire).toBe(before);
    await outbox.prune(5, NOON);

    expect(await outbox.entry("c1")).toBeUndefined();
    expect(await outbox.entry("c2")).toBeDefined();
    expect((await outbox.marks("d1")).low_water).toBe(1);
  });

  it("leaves unbacked after fourteen days, and is counted", async () => {
    const outbox = await filled(2);
    await outbox.acknowledge([{ id: "c1", r: "ok", seq: 5 }], 1, NOON);

    await outbox.prune(0, NOON + KEPT_MS + 1);

    expect(await outbox.entry("c1")).toBeUndefined();
    expect(await outbox.marks("d1")).toMatchObject({ unbacked: 1, pending: 1 });
  });

  it("leaves oldest first beyond 20 MB", () => {
    const wire = "x".repeat(KEPT_BYTES / 4);
    const kept = [1, 2, 3, 4, 5, 6].map((dseq) => saving(dseq, { wire, acked_at: NOON }).entry);

    expect(pushedOut(kept, NOON).map(({ dseq }) => dseq)).toEqual([2, 1]);
  });

  it("is sent again after a restore, held ones and read ones too", async () => {
    const outbox = await filled(3);
    await outbox.acknowledge(
      [
        { id: "c1", r: "ok", seq: 5 },
        { id: "c2", r: "held", code: "conflict", seq: 6 },
      ],
      1,
      NOON,
    );
    expect(await outbox.settle("c2")).toBe(true);

    await outbox.resend(2);

    expect((await outbox.pending("d1")).map(({ id }) => id)).toEqual(["c1", "c2", "c3"]);
    expect(await outbox.marks("d1")).toMatchObject({ epoch: 2, resending: true });
    await outbox.resend(2);
    await outbox.resent();
    expect(await outbox.marks("d1")).toMatchObject({ epoch: 2, resending: false });
  });
});

describe("what was not answered", () => {
  it("never leaves by a prune, however old", async () => {
    const outbox = await filled(2);
    await outbox.stick("c2", "too_large");

    await outbox.prune(Number.MAX_SAFE_INTEGER, NOON + 100 * KEPT_MS);

    expect((await outbox.open()).map(({ id, state }) => [id, state])).toEqual([
      ["c1", "saved"],
      ["c2", "stuck"],
    ]);
  });

  it("cannot be put aside as read", async () => {
    const outbox = await filled(1);

    expect(await outbox.settle("c1")).toBe(false);
    expect((await outbox.marks("d1")).pending).toBe(1);
  });

  it("stays sealed here when its person's key is destroyed", async () => {
    const outbox = await filled(1);

    await outbox.dropShadows("p1");

    expect(await outbox.shadows()).toEqual([]);
    expect((await outbox.marks("d1")).pending).toBe(1);
  });
});

describe("a shadow", () => {
  it("goes only when its person's feed has reached the answer", async () => {
    const outbox = await filled(2);
    await outbox.acknowledge([{ id: "c1", r: "ok", seq: 5 }], 1, NOON);

    await outbox.covered("p1", 4);
    await outbox.covered("p2", 9);
    expect(await outbox.shadows()).toHaveLength(2);
    await outbox.covered("p1", 5);

    expect((await outbox.shadows()).map(({ id }) => id)).toEqual(["c2"]);
  });
});

describe("a batch", () => {
  const rows = [1, 2, 3, 4].map((dseq) => saving(dseq, { wire: "x".repeat(100) }).entry);

  it("holds as many as allowed, in order", () => {
    expect(batchOf(rows, new Set(), 2, 9999).map(({ dseq }) => dseq)).toEqual([1, 2]);
    expect(batchOf(rows, new Set(), 9, 250).map(({ dseq }) => dseq)).toEqual([1, 2]);
  });

  it("holds one even when that one is too large", () => {
    expect(batchOf(rows, new Set(), 9, 5)).toHaveLength(1);
  });

  it("puts what the server stumbled over behind the others", () => {
    expect(batchOf(rows, new Set(["c1"]), 2, 9999).map(({ dseq }) => dseq)).toEqual([2, 3]);
  });
});

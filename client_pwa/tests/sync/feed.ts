/** A feed of changes by scope, as the server keeps it, in small. */
import type { Page, Put, Reset } from "../../src/schema";

interface Line {
  readonly scope: string;
  readonly t: string;
  readonly id: string;
  readonly seq: number;
  readonly op: "put" | "del";
}

export type Data = Readonly<Record<string, unknown>>;

/** The feed of `changes.py` in small: one line per scope and row, moved to the newest number on change. */
export class Feed {
  epoch = 1;
  seq = 0;
  floor = 0;
  readonly lines = new Map<string, Line>();
  readonly records = new Map<string, Data>();
  scopes: readonly string[];

  constructor(scopes: readonly string[]) {
    this.scopes = scopes;
  }

  /** One change set. */
  change(work: (seq: number) => void): number {
    this.seq += 1;
    work(this.seq);
    return this.seq;
  }

  put(t: string, id: string, data: Data, ...scopes: readonly string[]): void {
    this.records.set(`${t}|${id}`, data);
    for (const scope of scopes) this.move(scope, t, id, "put");
  }

  del(t: string, id: string, scope: string): void {
    this.move(scope, t, id, "del");
  }

  private move(scope: string, t: string, id: string, op: "put" | "del"): void {
    this.lines.set(`${scope}|${t}|${id}`, { scope, t, id, op, seq: this.seq });
  }

  /** What a phone that starts now would be shown. */
  fresh(): ReadonlyMap<string, Data> {
    const rows = new Map<string, Data>();
    const shown = [...this.lines.values()].filter(({ op, scope }) => op === "put" && this.scopes.includes(scope));
    for (const { t, id } of shown) rows.set(`${t}|${id}`, this.records.get(`${t}|${id}`) ?? {});
    return rows;
  }

  page(cur: string | null, limit: number): Page | Reset {
    const known = cur === null ? null : (JSON.parse(cur) as { e: number; s: Record<string, number> });
    if (known !== null && known.e !== this.epoch) return { m: "reset", scope: "*", why: "epoch" };
    const at = new Map(this.scopes.map((scope) => [scope, known?.s[scope] ?? 0]));
    const found = [...this.lines.values()]
      .filter((line) => line.seq > (at.get(line.scope) ?? Number.POSITIVE_INFINITY))
      .sort((a, b) => a.seq - b.seq);
    const last = found.length > limit ? (found[limit - 1]?.seq ?? this.seq) : this.seq;
    const cut = found.filter((line) => line.seq <= last);
    const more = cut.length < found.length;
    const upto = more ? last : this.seq;
    const next = { e: this.epoch, s: Object.fromEntries([...at].map(([s, seq]) => [s, Math.max(seq, upto)])) };
    const put = ({ scope, t, id, seq }: Line): Put => ({
      s: [scope],
      t,
      id,
      ver: seq,
      d: this.records.get(`${t}|${id}`) ?? {},
    });
    return {
      m: "page",
      prev: cur,
      cur: JSON.stringify(next),
      puts: cut.filter((line) => line.op === "put").map(put),
      dels: cut.filter((line) => line.op === "del").map(({ scope: s, t, id }) => ({ s, t, id })),
      add: this.scopes.filter((scope) => known !== null && !(scope in known.s)),
      drop: Object.keys(known?.s ?? {}).filter((scope) => !this.scopes.includes(scope)),
      more,
      head: this.seq,
    };
  }
}

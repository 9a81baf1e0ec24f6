/** What a person is told of their phone's alarm. Pure. */
import { PROVEN_MS } from "../../../sync/later/proven";
import type { Leave } from "../../../sync/later/ringing";

/** What the person said last, and when by the organization's clock. */
export interface Heard {
  readonly said: "rang" | "silent";
  readonly at: number;
}

export type Standing = Exclude<Leave, "ask" | "on"> | "untried" | Heard["said"];

export const standingOf = (leave: Leave, heard: Heard | null, now: number): Standing => {
  if (leave === "ask") return "untried";
  if (leave !== "on") return leave;
  return heard === null || now - heard.at > PROVEN_MS ? "untried" : heard.said;
};

/** What was kept, if it is what we keep. */
export const asHeard = (kept: unknown): Heard | null => {
  if (typeof kept !== "object" || kept === null) return null;
  const { said, at } = kept as Partial<Heard>;
  return (said === "rang" || said === "silent") && typeof at === "number" ? { said, at } : null;
};

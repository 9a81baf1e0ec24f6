/** What a person is told of their phone's alarm. Pure. */
import { PROVEN_MS } from "../../../sync/later/proven";
import type { Leave } from "../../../sync/later/ringing";

/** What the person said last, when by the organization's clock, and where the phone was rung then. */
export interface Heard {
  readonly said: "rang" | "silent";
  readonly at: number;
  readonly where: string;
}

export type Standing = Exclude<Leave, "ask" | "on"> | "untried" | Heard["said"];

export const standingOf = (leave: Leave, heard: Heard | null, now: number): Standing => {
  if (leave === "ask") return "untried";
  if (leave !== "on") return leave;
  return heard === null || now - heard.at > PROVEN_MS ? "untried" : heard.said;
};

/** What was kept, if it is what we keep and was heard where the phone is rung now: of no other place it says anything. */
export const asHeard = (kept: unknown, rungAt: string | null): Heard | null => {
  if (typeof kept !== "object" || kept === null) return null;
  const { said, at, where } = kept as Partial<Heard>;
  if ((said !== "rang" && said !== "silent") || typeof at !== "number") return null;
  return where !== undefined && where === rungAt ? { said, at, where } : null;
};

/** What a referral may carry of a person: only what was agreed to, and only what was written. Pure. */
import { type CommandArgs, NEED, type NeedCode, SHARED_FIELD, type SharedFieldCode } from "../../schema";

const DAY_MS = 24 * 60 * 60 * 1000;

/** When a yes that is given now ends by itself. */
export const endOf = (given_at: number, days: number): number => given_at + days * DAY_MS;

/** The fields that are on, with what was written in them. */
export type Shared = Readonly<Partial<Record<SharedFieldCode, string>>>;

export const isNeed = (code: string): code is NeedCode => NEED.some((need) => need === code);

/** The need always; of the others those that are on and not empty. */
export const toShare = (shared: Shared): Required<Pick<CommandArgs["referral.make"], "shared_fields" | "shared">> => {
  const written = SHARED_FIELD.filter((field) => (shared[field] ?? "").trim() !== "");
  return {
    shared_fields: ["need", ...written.filter((field) => field !== "need")],
    shared: Object.fromEntries(written.map((field) => [field, (shared[field] ?? "").trim()])),
  };
};

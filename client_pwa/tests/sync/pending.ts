/** A command somebody saved on this device, and what they see of it at once. */
import type { CommandType } from "../../src/schema";
import type { Pending } from "../../src/sync/overlay";
import type { Tables } from "../../src/sync/replica";
import { NOON } from "./clock";

/** The command, and the row it shows; undefined where it shows none. */
export type Case = readonly [Pending, keyof Tables, string, object | undefined];

export const command = (type: CommandType, entity: string, args: object, at = NOON): Pending =>
  ({ id: `${type}-${at}`, type, entity, args, at, skew_ms: 0, person: "p1", name: "Ana" }) as Pending;

/** What the desk does about calls for help and roll-calls, one function each. */
import type { Call, CommandArgs, Help, HelpSentCode, Roll, RollReasonCode, Unit } from "../../../schema";
import type { SyncClient } from "../../../sync/client";
import { deskLabel } from "../../../text/codes.desk";
import { t } from "../../../text/desk/board";
import { act, ask } from "../actions";

export const takeHelp = (client: SyncClient, help: string): Promise<boolean> =>
  act(client, t("done.help"), () => client.save({ type: "help.take", entity: help, args: {} }));

/** Whoever called is safe, as the desk heard. */
export const endHelp = (client: SyncClient, help: string, team: string): Promise<boolean> =>
  act(client, t("done.helpOver", { team }), () =>
    client.save({ type: "help.end", entity: help, args: { ending: "safe" } }),
  );

/** Somebody goes. A team is asked for the call of those in trouble too, so that it has the place and is rung until it answers. */
export const sendHelp = (
  client: SyncClient,
  help: Help,
  sent: {
    readonly to: HelpSentCode;
    readonly unit: Unit | null;
    readonly call: Call | undefined;
    readonly atRisk: boolean;
    readonly policy: number;
  },
): Promise<boolean> => {
  const { to, unit, call, policy } = sent;
  const args = { to, unit_id: unit?.id ?? null, at_risk: sent.atRisk, policy };
  const done = t("done.sent", { to: unit?.name ?? deskLabel("help_sent", to) });
  return act(client, done, async () => {
    await client.save({ type: "help.send", entity: help.id, args });
    if (unit !== null && call !== undefined) await ask(client, call, unit);
  });
};

export const setPolicy = (client: SyncClient, args: CommandArgs["help.policy"]): Promise<boolean> =>
  act(client, t("done.policy"), () => client.save({ type: "help.policy", entity: client.newId(), args }));

/** Every team is asked; in one that goes on, who has not answered is asked again. */
export const callRoll = (client: SyncClient, why: RollReasonCode, again?: string): Promise<boolean> =>
  act(client, t(again === undefined ? "done.rollCalled" : "done.rollAgain"), () =>
    client.save({ type: "roll.call", entity: again ?? client.newId(), args: { why } }),
  );

/** The team said by voice that it is all right. */
export const answerRoll = (client: SyncClient, roll: Roll, team: string): Promise<boolean> =>
  act(client, t("done.rollAnswered", { team }), () =>
    client.save({
      type: "roll.answer",
      entity: roll.roll_id,
      args: { unit_id: roll.unit_id, voice: { said_by: null } },
    }),
  );

export const endRoll = (client: SyncClient, roll: string): Promise<boolean> =>
  act(client, t("done.rollEnded"), () => client.save({ type: "roll.end", entity: roll, args: {} }));

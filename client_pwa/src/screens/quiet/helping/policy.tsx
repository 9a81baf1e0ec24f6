/** /quiet/board/policy: who is sent for help here, in which order, and who is phoned when nobody has it. A lead sets it. */
import { useState } from "preact/hooks";
import { useApp } from "../../../parts/app";
import { Btn } from "../../../parts/btn";
import { Icon } from "../../../parts/icon";
import { Screen } from "../../../parts/screen";
import { go } from "../../../router";
import type { Duty, HelpPolicy, HelpSentCode } from "../../../schema";
import { c } from "../../../text/quiet/callouts";
import { g, sentLabel } from "../../../text/quiet/helping";
import { list } from "../../../text/times";
import { newestOf, orderedBy } from "../../holding/policy";
import { Pick } from "../calling/make";
import { useSaying } from "../calling/saving";
import { USUAL } from "../helps";

const LEADS = "";
/** The police are never proposed first. */
const FIRSTS = ["team", "supervisor", "ambulance"] as const satisfies readonly HelpSentCode[];
const POLICE = ["decided", "preset"] as const;

/** Whom this phone can name: its person, whoever ever was on call, and who is named now. */
const namesOf = (
  me: { readonly id: string; readonly name: string },
  duties: Iterable<Duty>,
  named: HelpPolicy["on_call"],
): ReadonlyMap<string, string> =>
  new Map([
    [LEADS, g("policy.leads")],
    ...[...duties].map(({ id, name }) => [id, name] as const),
    ...(named === null ? [] : [[named.person_id, named.name] as const]),
    [me.id, me.name],
  ]);

export const Policy = () => {
  const { client } = useApp();
  const { save, busy } = useSaying();
  const set = newestOf(client.rows("help_policy").value.values());
  const policy = set ?? USUAL;
  const names = namesOf(client.session.person, client.rows("duty").value.values(), policy.on_call);
  const [first, setFirst] = useState<HelpSentCode>(policy.order[0] ?? "team");
  const [police, setPolice] = useState<(typeof POLICE)[number]>(policy.police_preset ? "preset" : "decided");
  const [onCall, setOnCall] = useState<string>(policy.on_call?.person_id ?? LEADS);
  const order = orderedBy(first, USUAL.order);
  const keep = async (): Promise<void> => {
    const on_call = onCall === LEADS ? null : onCall;
    const args = { order, police_preset: police === "preset", on_call };
    if (await save({ type: "help.policy", entity: client.newId(), args }, g("policy.saved"))) {
      go("/quiet/board", { replace: true });
    }
  };
  return (
    <Screen
      title={g("policy.open")}
      lead={g("policy.lead")}
      tone="onplum"
      inline
      top={<Icon name="lock" />}
      dock={
        <>
          <Btn kind="pri" full disabled={busy} onPress={() => void keep()}>
            {g("policy.save")}
          </Btn>
          <Btn full href="/quiet/board">
            {c("new.back")}
          </Btn>
        </>
      }
    >
      <p class="s dim">
        {set === undefined
          ? g("policy.usual")
          : g("policy.now", { n: set.number, name: set.name === "" ? g("somebody") : set.name })}
      </p>
      <Pick
        title={g("policy.first")}
        values={FIRSTS}
        value={first}
        label={(to) => sentLabel("help_sent", to)}
        onPick={setFirst}
      />
      <p class="s">{g("policy.then", { order: list(order.slice(1).map((to) => sentLabel("help_sent", to))) })}</p>
      <Pick
        title={g("policy.police")}
        values={POLICE}
        value={police}
        label={(how) => g(`policy.${how}`)}
        onPick={setPolice}
      />
      <Pick
        title={g("policy.onCall")}
        values={[...names.keys()]}
        value={onCall}
        label={(id) => names.get(id) ?? ""}
        onPick={setOnCall}
      />
    </Screen>
  );
};

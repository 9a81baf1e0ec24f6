/** Who is sent for help here, in which order, and who is phoned when nobody has it: a supervisor sets it. */
import { useState } from "preact/hooks";
import { Sheet } from "../../../parts/sheet";
import { type HelpSentCode, OFFER_NEXT, type OfferNextCode } from "../../../schema";
import type { SyncClient } from "../../../sync/client";
import { deskLabel } from "../../../text/codes.desk";
import { t } from "../../../text/desk/board";
import { s } from "../../../text/shell";
import { list } from "../../../text/times";
import { ChipChoices } from "../parts/choices";
import { newestOf, orderedBy } from "../../holding/policy";
import { policyOf, USUAL } from "../rules/helps";
import { setPolicy } from "./actions";

const NOBODY = "";

/** Whoever this desk can name: whoever sits here, those who are signed in, and whoever is named now. */
const peopleOf = (client: SyncClient): readonly { readonly value: string; readonly label: string }[] => {
  const { person } = client.session;
  const named = new Map<string, string>([[person.id, person.name]]);
  for (const { person_id, name } of client.rows("device").value.values()) {
    if (person_id !== null && name !== null && name !== "") named.set(person_id, name);
  }
  const now = policyOf(client.rows("help_policy").value.values()).on_call;
  if (now !== null) named.set(now.person_id, now.name === "" ? t("person.unknown") : now.name);
  return [...named]
    .map(([value, label]) => ({ value, label }))
    .toSorted((one, other) => one.label.localeCompare(other.label));
};

/** The police are never proposed first. */
const FIRSTS = ["team", "ambulance", "supervisor"] as const satisfies readonly HelpSentCode[];
const POLICE = ["risk", "preset"] as const;
const WEAPON = ["judge", "police"] as const;

export const PolicySheet = ({ client, onClose }: { readonly client: SyncClient; readonly onClose: () => void }) => {
  const set = newestOf(client.rows("help_policy").value.values());
  const policy = set ?? USUAL;
  const [first, setFirst] = useState<HelpSentCode>(policy.order[0] ?? "team");
  const [police, setPolice] = useState<(typeof POLICE)[number]>(policy.police_preset ? "preset" : "risk");
  const [onCall, setOnCall] = useState(policy.on_call?.person_id ?? NOBODY);
  const [weapon, setWeapon] = useState<(typeof WEAPON)[number]>(policy.weapon_police === true ? "police" : "judge");
  const [unanswered, setUnanswered] = useState<OfferNextCode>(policy.unanswered ?? "next_team");
  const order = orderedBy(first, USUAL.order);
  const save = async (): Promise<void> => {
    const on_call = onCall === NOBODY ? null : onCall;
    if (
      await setPolicy(client, {
        order,
        police_preset: police === "preset",
        on_call,
        unanswered,
        weapon_police: weapon === "police",
      })
    )
      onClose();
  };
  const now =
    set === undefined
      ? t("policy.usual")
      : t("policy.now", { n: set.number, name: set.name === "" ? t("person.unknown") : set.name });
  return (
    <Sheet title={t("policy.title")} lead={t("policy.lead")} onClose={onClose}>
      <p class="s dim">{now}</p>
      <ChipChoices
        legend={t("policy.first")}
        choices={FIRSTS.map((value) => ({ value, label: deskLabel("help_sent", value) }))}
        value={first}
        onPick={setFirst}
      />
      <p class="s">{t("policy.order", { order: list(order.slice(1).map((to) => deskLabel("help_sent", to))) })}</p>
      <ChipChoices
        legend={t("policy.police")}
        choices={POLICE.map((value) => ({ value, label: t(`policy.police.${value}`) }))}
        value={police}
        onPick={setPolice}
      />
      <ChipChoices
        legend={t("policy.onCall")}
        choices={[{ value: NOBODY, label: t("policy.nobody") }, ...peopleOf(client)]}
        value={onCall}
        onPick={setOnCall}
      />
      <ChipChoices
        legend={t("policy.weapon")}
        choices={WEAPON.map((value) => ({ value, label: t(`policy.weapon.${value}`) }))}
        value={weapon}
        onPick={setWeapon}
      />
      <ChipChoices
        legend={t("policy.unanswered")}
        choices={OFFER_NEXT.map((value) => ({ value, label: t(`policy.unanswered.${value}`) }))}
        value={unanswered}
        onPick={setUnanswered}
      />
      <button type="button" class="btn pri full" onClick={() => void save()}>
        {t("policy.save")}
      </button>
      <button type="button" class="btn quiet full" onClick={onClose}>
        {s("back")}
      </button>
    </Sheet>
  );
};

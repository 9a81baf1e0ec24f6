/** /promises: the referrals this phone knows of, newest first; what came of them is not tracked and not claimed. */
import { useApp } from "../../parts/app";
import { Btn } from "../../parts/btn";
import { Item } from "../../parts/card";
import { Screen } from "../../parts/screen";
import { Tag } from "../../parts/tag";
import type { Referral } from "../../schema";
import { helpLabel } from "../../text/codes.help";
import { say } from "../../text/later";
import { t } from "../../text/phone";
import { clock, day } from "../../text/times";
import { lineOf } from "./search";

export const Promises = () => {
  const { client, Above } = useApp();
  const referrals = [...client.rows("referral").value.values()].sort((a, b) => b.made_at - a.made_at);
  const open = referrals.filter((each) => each.state === "sent" && each.urgency === "tonight").length;
  if (referrals.length === 0) {
    // A locked phone cannot read what was promised: it does not say that nothing was.
    const none = Above === undefined ? "prom.none" : "prom.locked";
    return <Screen title={say(none)} lead={say(`${none}Lead`)} tab="promises" />;
  }
  const title = say("prom.title", { n: referrals.length });
  return (
    <Screen title={title} reading={title} lead={open > 0 ? say("prom.tonight", { n: open }) : undefined} tab="promises">
      <ul class="stack-s">
        {referrals.map((each) => (
          <li key={each.id}>
            <One referral={each} />
          </li>
        ))}
      </ul>
      <p class="s dim">{say("prom.lead")}</p>
    </Screen>
  );
};

const One = ({ referral }: { readonly referral: Referral }) => {
  const { client } = useApp();
  const service = client.directory.value?.services.find((each) => each.id === referral.service_id);
  const number = client.rows("call").value.get(referral.call_id)?.number;
  const unsent = client.waiting.value.some((each) => each.entity === referral.id && each.state === "saved");
  const where = referral.service_id === null ? "" : (service?.name ?? say("prom.unknownPlace"));
  const facts = [
    where,
    ...(number === undefined || number === "" ? [] : [say("prom.call", { number })]),
    say("prom.made", { time: clock(referral.made_at) }),
    // Until when the place may know it.
    referral.consent == null ? "" : say("prom.consent", { day: day(referral.consent.expires_at) }),
  ].filter((fact) => fact !== "");
  const phone = service === undefined ? undefined : lineOf(service);
  const call = referral.state === "sent" && phone !== undefined;
  return (
    <Item>
      <div class="row top wrap">
        <p class="b l grow">{helpLabel("need", referral.need)}</p>
        <Tag tone="line" icon="clock">
          {helpLabel("urgency", referral.urgency)}
        </Tag>
      </div>
      <p class="dim s">{facts.join(" · ")}</p>
      <div class="row tight wrap tags">
        <Tag {...(referral.state === "sent" ? { tone: "tint", icon: "check" } : { icon: "minus" })}>
          {helpLabel("referral_state", referral.state)}
          {referral.unavailable_reason !== null && ` · ${helpLabel("unavailable_reason", referral.unavailable_reason)}`}
        </Tag>
        {unsent && (
          <Tag tone="line" icon="phone">
            {t("home.saved", { time: clock(referral.made_at) })}
          </Tag>
        )}
      </div>
      {call && (
        <div class="after">
          <Btn icon="call" full href={`tel:${phone}`}>
            {say("prom.callPlace")}
          </Btn>
        </div>
      )}
    </Item>
  );
};

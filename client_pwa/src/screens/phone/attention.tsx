/** /me/attention: what was not accepted, as it was written, why in words, and that nothing is lost. */
import { useEffect, useState } from "preact/hooks";
import { useApp } from "../../parts/app";
import { Btn } from "../../parts/btn";
import { Card, Note } from "../../parts/card";
import { Screen } from "../../parts/screen";
import type { Waiting } from "../../sync/client";
import { say } from "../../text/later";
import { s } from "../../text/shell";
import { clock } from "../../text/times";
import { useSaid } from "./waiting";

const REASONS = ["conflict", "forbidden", "invalid"] as const;

const reason = ({ type, code }: Waiting): string => {
  if (type === "assignment.accept" && code === "conflict") return say("need.code.late");
  const known = REASONS.find((each) => each === code);
  return known === undefined ? say("need.code.other") : say(`need.code.${known}`);
};

export const Attention = () => {
  const { client } = useApp();
  const held = client.waiting.value.filter((each) => each.state === "held");
  const back = { href: "/me", label: s("tabs.me") };
  if (held.length === 0) {
    return <Screen title={say("need.none")} lead={say("need.noneLead")} back={back} />;
  }
  return (
    <Screen
      title={held.length === 1 ? say("need.title") : say("need.titleN", { n: held.length })}
      lead={say("need.kept")}
      back={back}
    >
      {held.map((each) => (
        <One key={each.id} held={each} />
      ))}
      <Card tone="flat">
        <p class="b">{say("need.notNow")}</p>
        <p class="s dim">{say("need.notNowLead")}</p>
      </Card>
    </Screen>
  );
};

const One = ({ held }: { readonly held: Waiting }) => {
  const { client } = useApp();
  const said = useSaid();
  const [written, setWritten] = useState<unknown>(null);
  useEffect(() => {
    client.saying(held.id).then(setWritten, () => setWritten(null));
  }, [client, held.id]);
  return (
    <Card>
      <p class="b l">{said(held)}</p>
      <Note tone="warn" icon="alert">
        {reason(held)}
      </Note>
      <details>
        <summary class="b">{say("need.said")}</summary>
        {written === null ? <p>{say("need.sealed")}</p> : <pre class="s pre">{JSON.stringify(written, null, 1)}</pre>}
      </details>
      <p class="s dim">{say("need.saved", { time: clock(held.savedAt), code: held.code ?? "" })}</p>
      <Btn full icon="check" onPress={() => void client.settle(held.id).catch(() => undefined)}>
        {say("need.settle")}
      </Btn>
    </Card>
  );
};

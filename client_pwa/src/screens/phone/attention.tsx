/** /me/attention: what was not accepted, as it was written, why in words, and that nothing is lost. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useApp } from "../../parts/app";
import { Btn } from "../../parts/btn";
import { Card, Note } from "../../parts/card";
import { Foldout } from "../../parts/foldout";
import { Screen } from "../../parts/screen";
import { Tag } from "../../parts/tag";
import { go } from "../../router";
import type { SyncClient, Waiting } from "../../sync/client";
import { sendAgain } from "../../sync/later/rescue";
import { say } from "../../text/later";
import { s } from "../../text/shell";
import { clock } from "../../text/times";
import { begun, toWriteAgain } from "./again";
import { useSaid } from "./waiting";
import { inWords, typed } from "./written";

const REASONS = ["conflict", "forbidden", "invalid"] as const;

/** Why, in words; only what this app has none for stands as the server called it. */
export const reason = ({ type, code, stuck }: Pick<Waiting, "type" | "code" | "stuck">): string => {
  if (stuck) return say("need.code.stuck");
  if (code === "conflict" && type === "assignment.accept") return say("need.code.late");
  if (code === "conflict" && type === "assignment.decline") return say("need.code.answered");
  const known = REASONS.find((each) => each === code);
  return known === undefined ? say("need.code.other", { code: code ?? "" }) : say(`need.code.${known}`);
};

export const Attention = () => {
  const { client } = useApp();
  const held = client.waiting.value.filter((each) => each.state === "held");
  const back = { href: "/me", label: s("tabs.me") };
  if (held.length === 0) {
    return <Screen title={say("need.none")} lead={say("need.noneLead")} back={back} />;
  }
  const [first] = held;
  const only = held.length === 1 ? first : undefined;
  return (
    <Screen
      title={held.length === 1 ? say("need.title") : say("need.titleN", { n: held.length })}
      lead={say("need.kept")}
      back={back}
      dock={only !== undefined && <Choices kind="pri" held={only} />}
    >
      {held.map((each) => (
        <One key={each.id} held={each}>
          {only === undefined && <Choices held={each} />}
        </One>
      ))}
      <Card tone="flat">
        <p class="b">{say("need.notNow")}</p>
        <p class="s dim">{say(held.some(({ stuck }) => stuck) ? "need.notNowHere" : "need.notNowLead")}</p>
      </Card>
    </Screen>
  );
};

const again = async (client: SyncClient, id: string): Promise<void> => {
  await sendAgain(client.session.org.tag, id);
  client.wake();
};

const Read = ({ held, kind }: { readonly held: Waiting; readonly kind?: "pri" }) => {
  const { client } = useApp();
  if (held.stuck) {
    return (
      <Btn kind={kind} full icon="send" onPress={() => void again(client, held.id).catch(() => undefined)}>
        {say("need.again")}
      </Btn>
    );
  }
  return (
    <Btn kind={kind} full icon="check" onPress={() => void client.settle(held.id).catch(() => undefined)}>
      {say("need.settle")}
    </Btn>
  );
};

/** What it says, once that was read. */
const useWritten = ({ id }: Waiting): unknown => {
  const { client } = useApp();
  const [written, setWritten] = useState<unknown>(null);
  useEffect(() => {
    client.saying(id).then(setWritten, () => setWritten(null));
  }, [client, id]);
  return written;
};

const Choices = (props: { readonly held: Waiting; readonly kind?: "pri" }) => {
  const { client } = useApp();
  const said = toWriteAgain(client, props.held, useWritten(props.held));
  return (
    <>
      <Read {...props} />
      {said !== null && (
        <Btn full icon="edit" onPress={() => void begun(client, said).then(go, () => undefined)}>
          {say("need.rewrite")}
        </Btn>
      )}
    </>
  );
};

export const Lines = ({ lines }: { readonly lines: readonly string[] }) =>
  lines.length === 0 ? null : (
    <ul>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );

/** What was saved, in words. Where the app has none but what was typed, all of it stands folded below. */
export const Written = ({ type, args }: { readonly type: string; readonly args: unknown }) => {
  const lines = inWords(type, args);
  if (args === null) return <p>{say("need.sealed")}</p>;
  if (lines.length > 0) return <Lines lines={lines} />;
  return (
    <>
      <Lines lines={typed(args)} />
      <Foldout title={say("need.raw")}>
        <pre class="s pre">{JSON.stringify(args, null, 1)}</pre>
      </Foldout>
    </>
  );
};

const One = ({ held, children }: { readonly held: Waiting; readonly children: ComponentChildren }) => {
  const said = useSaid();
  const written = useWritten(held);
  return (
    <Card>
      <div class="row top">
        <h2 class="grow">{said(held)}</h2>
        <Tag>{say("need.saved", { time: clock(held.savedAt) })}</Tag>
      </div>
      <Written type={held.type} args={written} />
      <Note tone="warn" icon="alert">
        {reason(held)}
      </Note>
      {children}
    </Card>
  );
};

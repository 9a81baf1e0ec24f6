/** /me: who is signed in, what has not left the phone, language and light, and the way out. */
import { useEffect, useState } from "preact/hooks";
import { useApp } from "../../parts/app";
import { Btn } from "../../parts/btn";
import { Card, Note } from "../../parts/card";
import { Foldout } from "../../parts/foldout";
import { Screen } from "../../parts/screen";
import { Settings } from "../../parts/settings";
import { Sheet } from "../../parts/sheet";
import { countUnbacked, unsentFile } from "../../sync/later/rescue";
import { label } from "../../text/codes";
import { say } from "../../text/later";
import { t } from "../../text/phone";
import { list } from "../../text/times";
import { lazy } from "../lazy";
import { Talk } from "./talk/sheet";

const pin = lazy(async () => (await import("../lock/index")).PinCard, true);

/** With `back` it stands outside the tabs, in a site. */
export const Me = ({ back }: { readonly back?: { readonly href: string; readonly label: string } }) => {
  const { client } = useApp();
  const { person, org, roles } = client.session;
  const [leaving, setLeaving] = useState(false);
  return (
    <Screen
      title={say("me.title", { name: person.name })}
      lead={say("me.signedIn", { org: org.name })}
      {...(back === undefined ? { tab: "me" } : { back })}
    >
      <p class="dim">
        {say("me.roles")}: {list(roles.map((role) => label("role", role)))}
      </p>
      <Unsent />
      <LastResort />
      <Card>
        <Settings />
      </Card>
      <pin.Part />
      <Btn full href="/me/leaves">
        {say("leave.title")}
      </Btn>
      <OtherPages />
      {client.rows("cards").value.size > 0 && (
        <Btn full icon="flag" href="/me/cards">
          {t("call.cards")}
        </Btn>
      )}
      {roles.includes("responder") && <Talk />}
      {roles.includes("responder") && (
        <Btn full icon="bell" href="/me/phone">
          {say("me.alarm")}
        </Btn>
      )}
      <Btn full onPress={() => setLeaving(true)}>
        {say("me.signOut")}
      </Btn>
      {leaving && <SignOut onClose={() => setLeaving(false)} />}
    </Screen>
  );
};

const Unsent = () => {
  const { client } = useApp();
  const { waiting, others, attention } = client.status.value;
  const { org, device } = client.session;
  const [unbacked, setUnbacked] = useState(0);
  useEffect(() => {
    countUnbacked(org.tag, device).then(setUnbacked, () => undefined);
  }, [org.tag, device]);
  return (
    <Card stack="s">
      <h2>{say("me.unsent")}</h2>
      <p>{waiting === 0 ? say("me.unsentNone") : say("me.unsentN", { n: waiting })}</p>
      {others > 0 && <p>{say("me.others", { n: others })}</p>}
      {waiting > 0 && (
        <Btn icon="send" full onPress={() => client.wake()}>
          {say("me.tryNow")}
        </Btn>
      )}
      {unbacked > 0 && <p class="s dim">{say("me.unbacked", { n: unbacked })}</p>}
      {attention > 0 && (
        <>
          <Note tone="warn" icon="alert">
            <b>{say("me.attention", { n: attention })}</b>
          </Note>
          <Btn full href="/me/attention">
            {say("me.attentionGo", { n: attention })}
          </Btn>
        </>
      )}
    </Card>
  );
};

/** When this phone reaches nobody for long: the rows leave as a locked file, and still send by themselves. */
const LastResort = () => {
  const { client } = useApp();
  const { org, device } = client.session;
  const { waiting, others } = client.status.value;
  const [failed, setFailed] = useState(false);
  if (waiting <= others) return null;
  const save = async (): Promise<void> => {
    const text = await unsentFile(org.tag, device);
    const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    const link = Object.assign(document.createElement("a"), { href: url, download: "field727-outbox.json" });
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <Foldout title={say("me.file")}>
      <div class="stack-s">
        <p class="s">{say("me.fileLead")}</p>
        <Btn icon="lock" full onPress={() => void save().catch(() => setFailed(true))}>
          {say("me.fileSave")}
        </Btn>
        {failed && <p role="alert">{say("me.fileFailed")}</p>}
      </div>
    </Foldout>
  );
};

const OtherPages = () => {
  const { roles } = useApp().client.session;
  const desk = roles.includes("dispatcher") || roles.includes("supervisor");
  const outcomes = roles.includes("manager") || roles.includes("supervisor");
  if (!desk && !outcomes) return null;
  return (
    <Card stack="s">
      <h2>{say("me.other")}</h2>
      {desk && (
        <Btn full href="/desk">
          {say("me.desk")}
        </Btn>
      )}
      {outcomes && (
        <Btn full href="/outcomes">
          {say("me.outcomes")}
        </Btn>
      )}
    </Card>
  );
};

const SignOut = ({ onClose }: { readonly onClose: () => void }) => {
  const { client } = useApp();
  const { waiting } = client.status.value;
  const [going, setGoing] = useState(false);
  const leave = async (): Promise<void> => {
    setGoing(true);
    await client.leave().catch(() => undefined);
    // A fresh page: nothing of this person stays in memory.
    location.assign("/enrol");
  };
  return (
    <Sheet title={say("me.signOutAsk")} lead={say("me.signOutLead")} onClose={onClose} help>
      {waiting > 0 && (
        <Note tone="warn" icon="phone">
          {say("me.signOutUnsent", { n: waiting })}
        </Note>
      )}
      <Btn kind="pri" full onPress={onClose}>
        {say("me.signOutStay")}
      </Btn>
      <Btn full disabled={going} onPress={() => void leave()}>
        {say("me.signOut")}
      </Btn>
    </Sheet>
  );
};

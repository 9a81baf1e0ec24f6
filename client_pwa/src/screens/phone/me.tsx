/** /me: who is signed in, what has not left the phone, language and light, and the way out. */
import { useState } from "preact/hooks";
import { useApp } from "../../parts/app";
import { Btn } from "../../parts/btn";
import { Card, Note } from "../../parts/card";
import { Screen } from "../../parts/screen";
import { Settings } from "../../parts/settings";
import { Sheet } from "../../parts/sheet";
import { label } from "../../text/codes";
import { t } from "../../text/phone";
import { list } from "../../text/times";

/** With `back` it stands outside the tabs, in a site. */
export const Me = ({ back }: { readonly back?: { readonly href: string; readonly label: string } }) => {
  const { client } = useApp();
  const { person, org, roles } = client.session;
  const [leaving, setLeaving] = useState(false);
  return (
    <Screen
      title={t("me.title", { name: person.name })}
      lead={t("me.signedIn", { org: org.name })}
      {...(back === undefined ? { tab: "me" } : { back })}
    >
      <p class="dim">
        {t("me.roles")}: {list(roles.map((role) => label("role", role)))}
      </p>
      <Unsent />
      <Card>
        <Settings />
      </Card>
      <OtherPages />
      <Btn full onPress={() => setLeaving(true)}>
        {t("me.signOut")}
      </Btn>
      {leaving && <SignOut onClose={() => setLeaving(false)} />}
    </Screen>
  );
};

const Unsent = () => {
  const { client } = useApp();
  const { waiting, attention } = client.status.value;
  return (
    <Card stack="s">
      <h2>{t("me.unsent")}</h2>
      <p>{waiting === 0 ? t("me.unsentNone") : t("me.unsentN", { n: waiting })}</p>
      {waiting > 0 && (
        <Btn icon="send" full onPress={() => client.wake()}>
          {t("me.tryNow")}
        </Btn>
      )}
      {attention > 0 && (
        <>
          <Note tone="warn" icon="alert">
            <b>{t("me.attention", { n: attention })}</b>
          </Note>
          <Btn full href="/me/attention">
            {t("me.attentionGo", { n: attention })}
          </Btn>
        </>
      )}
    </Card>
  );
};

const OtherPages = () => {
  const { roles } = useApp().client.session;
  const desk = roles.includes("dispatcher") || roles.includes("supervisor");
  const outcomes = roles.includes("manager") || roles.includes("supervisor");
  if (!desk && !outcomes) return null;
  return (
    <Card stack="s">
      <h2>{t("me.other")}</h2>
      {desk && (
        <Btn full href="/desk">
          {t("me.desk")}
        </Btn>
      )}
      {outcomes && (
        <Btn full href="/outcomes">
          {t("me.outcomes")}
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
    <Sheet title={t("me.signOutAsk")} lead={t("me.signOutLead")} onClose={onClose} help>
      {waiting > 0 && (
        <Note tone="warn" icon="phone">
          {t("me.signOutUnsent", { n: waiting })}
        </Note>
      )}
      <Btn kind="pri" full onPress={onClose}>
        {t("me.signOutStay")}
      </Btn>
      <Btn full disabled={going} onPress={() => void leave()}>
        {t("me.signOut")}
      </Btn>
    </Sheet>
  );
};

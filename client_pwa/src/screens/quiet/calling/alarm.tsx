/** Being rung while the app is closed, in a site that switched that on; elsewhere nothing of it is shown. */
import { useEffect, useState } from "preact/hooks";
import { useApp } from "../../../parts/app";
import { Btn } from "../../../parts/btn";
import { Card } from "../../../parts/card";
import { keepOn, type Leave, leaveOf, onRang, speak, tryOut, turnOn } from "../../../sync/later/ringing";
import { c } from "../../../text/quiet/callouts";
import { language } from "../../../text/words";

/** Whoever allowed it once is rung in every session, in their language; what rings is pulled at once. */
export const useRinging = (): void => {
  const { client } = useApp();
  const spoken = language.value;
  const isRung = leaveOf(client.session) !== "drill";
  useEffect(() => {
    if (!isRung) return undefined;
    keepOn(client.session).catch(() => undefined);
    return onRang(client.wake);
  }, [isRung, client]);
  useEffect(() => {
    if (isRung) speak(spoken).catch(() => undefined);
  }, [isRung, spoken]);
};

const WORDS = { on: "alarm.on", ask: "alarm.ask", refused: "alarm.refused", unable: "alarm.unable" } as const;

export const Alarm = () => {
  const { session } = useApp().client;
  const [leave, setLeave] = useState<Leave>(() => leaveOf(session));
  const [told, setTold] = useState<"alarm.wait" | "alarm.lost" | null>(null);
  if (leave === "drill") return null;
  const ring = async (): Promise<void> => {
    const on = await turnOn(session, true);
    if (on === "refused" || on === "unable") return setLeave(on);
    setLeave(leaveOf(session));
    setTold(on === "on" && (await tryOut(session)) ? "alarm.wait" : "alarm.lost");
  };
  return (
    <Card stack="s">
      <h2>{c(WORDS[leave])}</h2>
      <p class="s dim">{c("alarm.lead")}</p>
      {(leave === "on" || leave === "ask") && (
        <Btn full icon="bell" onPress={() => void ring().catch(() => setTold("alarm.lost"))}>
          {c(leave === "on" ? "alarm.test" : "alarm.allow")}
        </Btn>
      )}
      {told !== null && <p role="status">{c(told)}</p>}
    </Card>
  );
};

/** The alarm, where there is one, and whom to call: one tap away, with or without signal. */
import { s } from "../text/shell";
import { useApp } from "./app";
import { Btn } from "./btn";
import { helpAlarm, helpOpen } from "./help";
import { Sheet } from "./sheet";

const close = (): void => {
  helpOpen.value = false;
};

/** Stands once in the frame of every phone screen; opens over whatever is there. */
export const HelpSheet = () => {
  const { client } = useApp();
  if (!helpOpen.value) return null;
  const { desk_phone: number, kind } = client.session.org;
  const Alarm = helpAlarm.value;
  return (
    <Sheet title={s("help.title")} {...(Alarm === null ? { lead: s("help.lead") } : {})} onClose={close}>
      {Alarm !== null && <Alarm />}
      {typeof number === "string" ? (
        <Btn kind="alarm" size="huge" icon="call" full href={`tel:${number}`}>
          <span>
            {s(kind === "site" ? "help.site" : "help.desk")} <span class="nw">{number}</span>
          </span>
        </Btn>
      ) : (
        <p class="l">{s("help.noDesk")}</p>
      )}
      <Btn icon="call" full href="tel:911">
        {s("help.911")}
      </Btn>
      <p class="s dim center">{s("help.911lead")}</p>
      {Alarm !== null && <Alarm after />}
      <Btn kind="quiet" full onPress={close}>
        {s("close")}
      </Btn>
    </Sheet>
  );
};

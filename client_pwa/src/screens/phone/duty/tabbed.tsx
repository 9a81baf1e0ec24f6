/** Before a shift in an iPhone's browser tab: what will not work there, and how it would. Whoever knows may start. */
import { Btn } from "../../../parts/btn";
import { Note } from "../../../parts/card";
import { Sheet } from "../../../parts/sheet";
import { say } from "../../../text/later";
import { s } from "../../../text/shell";

export const InATab = (props: { readonly onStart: () => void; readonly onClose: () => void }) => (
  <Sheet title={say("ring.none")} lead={say("tab.lead")} onClose={props.onClose} help>
    <Note tone="warn" icon="bell">
      {say("tab.silent")}
    </Note>
    <Note tone="warn" icon="phone">
      {say("tab.keeps")}
    </Note>
    <p>{say("tab.how")}</p>
    <Btn kind="pri" full onPress={props.onClose}>
      {s("back")}
    </Btn>
    <Btn full onPress={props.onStart}>
      {say("tab.start")}
    </Btn>
  </Sheet>
);

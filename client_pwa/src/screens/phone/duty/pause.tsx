/** What the team needs now: two taps, grouped by what dispatch then asks. */
import { Btn } from "../../../parts/btn";
import { Sheet } from "../../../parts/sheet";
import { label } from "../../../text/codes";
import { say } from "../../../text/later";
import { GROUPS, type Own } from "./pausing";

export const PauseSheet = (props: {
  readonly busy: boolean;
  readonly onPick: (own: Own) => void;
  readonly onClose: () => void;
}) => (
  <Sheet title={say("duty.need")} onClose={props.onClose} help>
    {GROUPS.map(({ asked, own }) => (
      <section key={asked} class="stack-s" aria-label={say(`duty.asked.${asked}`)}>
        <p class="s dim" aria-hidden="true">
          {say(`duty.asked.${asked}`)}
        </p>
        <div class="pair">
          {own.map((each) => (
            <Btn key={each} disabled={props.busy} onPress={() => props.onPick(each)}>
              {each === "decomp" ? say("duty.decomp") : label("unit_status", each)}
            </Btn>
          ))}
        </div>
      </section>
    ))}
    <Btn kind="pri" full onPress={props.onClose}>
      {say("duty.stay")}
    </Btn>
  </Sheet>
);

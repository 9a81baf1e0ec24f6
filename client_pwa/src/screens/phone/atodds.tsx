/** What neighbours or a family were at odds over, and what came of it: coded only, and nobody's side of it. */
import { Chip, Chips } from "../../parts/chip";
import { Stepper } from "../../parts/stepper";
import { AGREEMENT, DISPUTE_ABOUT, FOLLOW_UP } from "../../schema";
import { say } from "../../text/later";
import { allowed, type Draft, MOST_GIVEN, type Tap } from "./outcome";

interface AtOddsProps {
  readonly draft: Draft;
  readonly onTap: (tap: Tap) => void;
  /** Which element says the question. */
  readonly name: string;
}

export const AtOdds = ({ draft, onTap, name }: AtOddsProps) => (
  <>
    <Chips labelledby={name}>
      {DISPUTE_ABOUT.map((value) => (
        <Chip key={value} on={draft.about === value} onPress={() => onTap({ on: "about", value })}>
          {say(`odds.${value}`)}
        </Chip>
      ))}
    </Chips>
    <Stepper
      label={say("odds.parties")}
      value={draft.parties}
      least={1}
      most={MOST_GIVEN}
      onChange={(value) => onTap({ on: "parties", value })}
    />
    <h3 id="agreed">{say("odds.agreed")}</h3>
    <Chips labelledby="agreed">
      {AGREEMENT.map((value) => (
        <Chip
          key={value}
          on={draft.agreement === value}
          off={!allowed(draft, { on: "agreement", value })}
          onPress={() => onTap({ on: "agreement", value })}
        >
          {say(`agreed.${value}`)}
        </Chip>
      ))}
    </Chips>
    <h3 id="again">{say("odds.again")}</h3>
    <Chips labelledby="again">
      {FOLLOW_UP.map((value) => (
        <Chip key={value} on={draft.followUp === value} onPress={() => onTap({ on: "followUp", value })}>
          {say(`again.${value}`)}
        </Chip>
      ))}
    </Chips>
  </>
);

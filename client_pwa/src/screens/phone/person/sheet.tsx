/** The sheet about the person: every question may stay open, and each takes a tap or two. */
import { Chip, Chips } from "../../../parts/chip";
import { Field } from "../../../parts/field";
import type { Demographics } from "../../../schema";
import { answerLabel, linesOf, p, personLabel, QUESTIONS, type Question } from "../../../text/person";
import { Few } from "../logaxes";
import { PersonSheet } from "./row";
import { answered, answersTo, isOn, known, told, VISIBLE, WORDED, worded } from "./told";

interface Part {
  readonly person: Demographics;
  readonly onChange: (person: Demographics) => void;
}

const USUAL = 6;
const MOST_WORDS = 60;

const Asked = ({ question, person, onChange }: Part & { readonly question: Question }) => {
  const id = `about-${question}`;
  const all = answersTo(question);
  const how = told(person, question)?.how;
  return (
    <div class="stack-s">
      <h3 id={id}>{personLabel("question", question)}</h3>
      <Few
        name={id}
        all={all}
        few={question === "language" ? all.slice(0, USUAL) : all}
        on={(code) => isOn(person, question, code)}
        label={(code) => answerLabel(question, code)}
        onPress={(code) => onChange(answered(person, question, code))}
      >
        <Chip on={how === "declined"} onPress={() => onChange(answered(person, question, "declined"))}>
          {p("declined")}
        </Chip>
      </Few>
      {WORDED.has(question) && how !== "declined" && (
        <Field
          label={p("words")}
          max={MOST_WORDS}
          value={told(person, question)?.words ?? ""}
          onInput={(words) => onChange(worded(person, question, words))}
        />
      )}
      {VISIBLE.has(question) && (how === "asked" || how === "observed") && (
        <Chips labelledby={id}>
          {(["asked", "observed"] as const).map((each) => (
            <Chip key={each} on={how === each} onPress={() => onChange(known(person, question, each))}>
              {p(each === "asked" ? "said" : "seen")}
            </Chip>
          ))}
        </Chips>
      )}
    </div>
  );
};

/** On the form: what is told so far, and the way to the sheet. */
export const AboutPerson = (props: Part) => {
  const lines = linesOf(props.person);
  const sum = lines.length === 0 ? p("row") : lines.map(([, said]) => said).join(" · ");
  return (
    <PersonSheet icon="user" title={p("title")} sum={sum} lead={p("lead")}>
      {QUESTIONS.map((question) => (
        <Asked key={question} {...props} question={question} />
      ))}
    </PersonSheet>
  );
};

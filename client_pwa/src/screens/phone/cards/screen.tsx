/** /me/cards, /now/call/:call/cards: what to do in steps, kept on the phone. A call has the cards for it first. */
import { useState } from "preact/hooks";
import { useApp } from "../../../parts/app";
import { SearchField } from "../../../parts/field";
import { Foldout } from "../../../parts/foldout";
import { Screen } from "../../../parts/screen";
import { Tag } from "../../../parts/tag";
import type { Card } from "../../../schema";
import { newest } from "../../../sync/numbered";
import { say } from "../../../text/later";
import { t } from "../../../text/phone";
import { s } from "../../../text/shell";
import { language } from "../../../text/words";
import { useAssignment } from "../hooks";
import { fits, shownOf } from "./fitting";

export const CardsScreen = ({ call: id = "" }: { readonly call?: string }) => {
  const set = newest(useApp().client.rows("cards").value);
  const type = useAssignment(id).call?.type_code;
  const [words, setWords] = useState("");
  const found = set === undefined ? [] : shownOf(set, type, words, language.value);
  return (
    <Screen
      title={say("cards.title")}
      back={{ href: id === "" ? "/me" : `/now/call/${id}`, label: s("back") }}
      dock={<SearchField label={t("call.cards")} value={words} onInput={setWords} />}
    >
      {found.length === 0 && <p role="status">{say("find.none")}</p>}
      <div>
        {found.map((card) => (
          <One key={card.id} card={card} fit={fits(card, type)} />
        ))}
      </div>
    </Screen>
  );
};

const One = ({ card, fit }: { readonly card: Card; readonly fit: boolean }) => {
  const spoken = language.value;
  const { reviewed_by: who, reviewed_on: day } = card;
  return (
    <Foldout title={card.title[spoken]} end={fit && <Tag tone="tint">{say("cards.fits")}</Tag>}>
      <div class="stack-s">
        <p class="b">{card.when[spoken]}</p>
        <ol class="steps">
          {card.steps.map((step) => (
            <li key={step.en}>{step[spoken]}</li>
          ))}
        </ol>
        <p class="s dim">
          {typeof who === "string" ? say("cards.read", { who, day: day ?? "" }) : say("cards.example")} {card.source}
        </p>
      </div>
    </Foldout>
  );
};

/** "Talk to someone": the people somebody chose, a tap away. No command is made of it, and nothing counts it. */
import { useState } from "preact/hooks";
import { Btn } from "../../../parts/btn";
import { Field } from "../../../parts/field";
import { Sheet } from "../../../parts/sheet";
import { say } from "../../../text/later";
import { s } from "../../../text/shell";
import { useDraft, useHalf } from "../hooks";
import { asContacts, type Contact, dialled, MOST, withContact } from "./contacts";

/** The button, and what it opens. */
export const Talk = () => {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Btn icon="call" full onPress={() => setOpen(true)}>
        {say("talk.open")}
      </Btn>
      {open && <TalkSheet onClose={() => setOpen(false)} />}
    </>
  );
};

const NOBODY: Contact = { name: "", number: "" };

const TalkSheet = ({ onClose }: { readonly onClose: () => void }) => {
  const kept = useDraft<readonly Contact[]>("talk", () => [], asContacts);
  const [half, setHalf] = useHalf("talk-half", "", NOBODY);
  const { name, number } = half;
  const all = kept.value ?? [];
  const next = withContact(all, half);
  const add = (): void => {
    if (next === all) return;
    kept.set(next);
    setHalf(NOBODY);
  };
  return (
    <Sheet title={say("talk.open")} lead={say("talk.keeps")} help onClose={onClose}>
      {all.map((one) => (
        <section key={`${one.name} ${one.number}`} class="stack-s" aria-label={one.name}>
          <div class="row">
            <b class="grow">{one.name}</b>
            <Btn
              kind="quiet"
              size="sm"
              says={say("talk.removeSay", { name: one.name })}
              onPress={() => kept.set(all.filter((each) => each !== one))}
            >
              {say("talk.remove")}
            </Btn>
          </div>
          <div class="pair">
            <Btn icon="call" href={`tel:${dialled(one.number)}`}>
              {say("talk.call")}
            </Btn>
            <Btn icon="send" href={`sms:${dialled(one.number)}`}>
              {say("talk.text")}
            </Btn>
          </div>
        </section>
      ))}
      {kept.value !== null && all.length < MOST && (
        <section class="stack-s" aria-label={say("talk.add")}>
          <Field
            label={say("talk.name")}
            value={name}
            max={40}
            onInput={(typed) => setHalf({ ...half, name: typed })}
          />
          <Field
            label={say("talk.number")}
            value={number}
            max={24}
            inputMode="tel"
            onInput={(typed) => setHalf({ ...half, number: typed })}
            onEnter={add}
          />
          <Btn full disabled={next === all} onPress={add}>
            {say("talk.add")}
          </Btn>
        </section>
      )}
      <Btn kind="quiet" full onPress={onClose}>
        {s("back")}
      </Btn>
    </Sheet>
  );
};

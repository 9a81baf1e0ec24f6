import { afterEach, expect, it } from "vitest";
import { aCall } from "../../../tests/desk/rows";
import { language } from "../../text/words";
import { told } from "./callfacts";

const CALL = aCall({
  id: "call-1",
  screening: { weapon: "no", dog: "yes", premise_flag: "yes" },
  asked: { dog: { en: "dog", es: "perro" } },
});

afterEach(() => {
  language.value = "en";
});

it("tells a team what this city asks of its own beside what every city asks of danger, in the team's language", () => {
  const names = () => told(CALL).map((it) => [it.answer, it.what]);

  expect(names()).toEqual([
    ["yes", "dog"],
    ["no", "weapon"],
  ]);
  language.value = "es";
  expect(names()[0]).toEqual(["yes", "perro"]);
});

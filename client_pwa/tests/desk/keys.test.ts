import { describe, expect, it } from "vitest";
import { deskAction, intakeAction } from "../../src/screens/desk/rules/keys";

const press = (key: string, more: object = {}) => ({
  key,
  code: "",
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  ...more,
});
const FREE = { typing: false, busy: false, letters: true };

describe("the board's keys", () => {
  it.each([
    ["/", "line"],
    ["j", "next"],
    ["K", "previous"],
    ["ArrowDown", "next"],
    ["Enter", "open"],
    ["c", "new_call"],
    ["u", "teams"],
    ["o", "offer"],
    ["p", "by_phone"],
    ["n", "not_sending"],
    ["x", "pass_on"],
    ["t", "timeline"],
    ["v", "voice"],
    ["i", "check_in"],
    ["=", "same"],
    ["?", "keys"],
  ])("%s does %s", (key, type) => {
    expect(deskAction(press(key), FREE)).toEqual({ type });
  });

  it("choose a team and take an alarm by number", () => {
    expect(deskAction(press("3"), FREE)).toEqual({ type: "choose", n: 3 });
    expect(deskAction(press("F2"), FREE)).toEqual({ type: "alarm", n: 2 });
  });

  it("leave letters to the field that has the focus, but never the alarms", () => {
    const typing = { ...FREE, typing: true };

    for (const key of ["j", "1", "/", "Enter", "ArrowUp"]) expect(deskAction(press(key), typing)).toBeNull();
    expect(deskAction(press("F1"), typing)).toEqual({ type: "alarm", n: 1 });
  });

  it("can be turned off, all but what is no letter", () => {
    const off = { ...FREE, letters: false };

    for (const key of ["j", "1", "/", "?"]) expect(deskAction(press(key), off)).toBeNull();
    expect(deskAction(press("ArrowDown"), off)).toEqual({ type: "next" });
    expect(deskAction(press("F9"), off)).toEqual({ type: "alarm", n: 9 });
  });

  it("leave Enter to the button that has the focus, and every other chord to the browser", () => {
    expect(deskAction(press("Enter"), { ...FREE, busy: true })).toBeNull();
    expect(deskAction(press("c", { ctrlKey: true }), FREE)).toBeNull();
    expect(deskAction(press("F10"), FREE)).toBeNull();
  });
});

describe("the keys while taking a call", () => {
  it("answer the question and go to fields, outside of a text field only", () => {
    expect(intakeAction(press("y"), false)).toEqual({ type: "answer", answer: "yes" });
    expect(intakeAction(press("D"), false)).toEqual({ type: "answer", answer: "unknown" });
    expect(intakeAction(press("a"), false)).toEqual({ type: "rest" });
    expect(intakeAction(press("a"), true)).toBeNull();
    expect(intakeAction(press("="), false)).toEqual({ type: "same" });
    expect(intakeAction(press("="), true)).toBeNull();
    expect(intakeAction(press("5"), false)).toEqual({ type: "field", n: 5 });
    expect(intakeAction(press("y"), true)).toBeNull();
    expect(intakeAction(press("5"), true)).toBeNull();
  });

  it("work with Alt wherever the focus is, by the place of the key", () => {
    const alt = (key: string, code: string) => intakeAction(press(key, { code, altKey: true }), true);

    expect(alt("π", "KeyP")).toEqual({ type: "by_phone" });
    expect(alt("a", "KeyA")).toEqual({ type: "ambulance" });
    expect(alt("n", "KeyN")).toEqual({ type: "not_sending" });
    expect(alt("∑", "KeyW")).toEqual({ type: "wider" });
    expect(alt("≠", "Equal")).toEqual({ type: "same" });
    expect(alt("3", "Digit3")).toEqual({ type: "field", n: 3 });
    expect(alt("x", "KeyX")).toBeNull();
  });

  it("offer with Ctrl Enter and leave with Escape from anywhere", () => {
    expect(intakeAction(press("Enter", { ctrlKey: true }), true)).toEqual({ type: "offer" });
    expect(intakeAction(press("Escape"), true)).toEqual({ type: "leave" });
    expect(intakeAction(press("n", { ctrlKey: true }), false)).toBeNull();
  });
});

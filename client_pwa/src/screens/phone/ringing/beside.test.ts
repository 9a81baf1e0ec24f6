import { describe, expect, it } from "vitest";
import { estimate, textStep, unsentStep } from "./beside";

const MB = 1_000_000;

describe("what a phone says of the room for work that is not sent", () => {
  const NOTHING = "Nothing is waiting to be sent.";
  const LITTLE = "Hardly any room is left on this phone. Free some before your shift.";

  it("says in weeks of work how long the room lasts, as far as the browser tells", () => {
    const free = (bytes: number) => unsentStep(0, { quota: 100 * MB + bytes, usage: 100 * MB }, false);

    expect(free(10_000 * MB)).toMatchObject({ state: "done", label: `${NOTHING} Room for months.` });
    expect(free(46 * MB)).toMatchObject({ state: "done", label: `${NOTHING} Room for months.` });
    expect(free(44 * MB)).toMatchObject({ state: "done", label: `${NOTHING} Room for 8 weeks.` });
    expect(free(5 * MB)).toMatchObject({ state: "done", label: `${NOTHING} Room for 1 week.` });
  });

  it("is something to mend where a week of work would not fit, or where keeping room has failed", () => {
    const short = { state: "fail", label: `${NOTHING} ${LITTLE}` };

    expect(unsentStep(0, { quota: 104 * MB, usage: 100 * MB }, false)).toMatchObject(short);
    expect(unsentStep(0, { quota: 100 * MB, usage: 120 * MB }, false)).toMatchObject(short);
    expect(unsentStep(0, { quota: 900 * MB, usage: 0 }, true)).toMatchObject(short);
    expect(unsentStep(2, null, true).state).toBe("fail");
  });

  it("says nothing of room where a browser tells no page", () => {
    for (const told of [null, {}, { quota: 900 * MB }])
      expect(unsentStep(0, told, false)).toEqual({ key: "unsent", state: "done", label: NOTHING });
  });

  it("says what waits first", () => {
    expect(unsentStep(2, { quota: 900 * MB, usage: 0 }, false)).toMatchObject({
      state: "wait",
      label: "2 saved and not sent yet. They send by themselves. Room for months.",
    });
  });

  it("asks the browser that tells, and takes a refusal for silence", async () => {
    const told = { quota: 2, usage: 1 };

    expect(await estimate({ storage: { estimate: async () => told } })).toBe(told);
    expect(await estimate({ storage: { estimate: () => Promise.reject(new TypeError()) } })).toBeNull();
    expect(await estimate({ storage: {} })).toBeNull();
    expect(await estimate({})).toBeNull();
  });
});

describe("what a phone says of the text that follows an alarm nobody saw", () => {
  it("names the end of the number, so that its person knows which telephone it is", () => {
    const label = "If you don’t see a call, a text goes to your number that ends in 0119.";

    expect(textStep("0119")).toEqual([{ key: "text", state: "done", label }]);
  });

  it("is something to mend where no number is known", () => {
    expect(textStep(null)).toMatchObject([{ state: "fail", label: expect.stringContaining("Tell whoever runs 727") }]);
  });

  it("says nothing where the server did not tell", () => {
    expect(textStep(undefined)).toEqual([]);
  });
});

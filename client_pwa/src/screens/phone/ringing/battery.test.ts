import { describe, expect, it } from "vitest";
import { battery, batteryStep } from "./battery";

describe("what a phone says of its battery before a shift", () => {
  it("says how full it is, and asks for a charger where that does not last", () => {
    expect(batteryStep({ level: 0.81, charging: false })).toMatchObject({ state: "done", label: "Battery 81%." });
    expect(batteryStep({ level: 0.29, charging: false })).toMatchObject({
      state: "fail",
      label: "Battery 29%: charge it.",
    });
    expect(batteryStep({ level: 0.29, charging: true })).toMatchObject({ state: "done", label: "Battery 29%." });
  });

  it("says that nobody knows where a browser tells no page", async () => {
    expect(await battery({})).toBeNull();
    expect(batteryStep(null)).toMatchObject({
      state: "unsure",
      label: "This browser does not say how full the battery is.",
    });
  });

  it("asks the browser that tells", async () => {
    const found = { level: 0.5, charging: false };

    expect(await battery({ getBattery: async () => found })).toBe(found);
  });
});

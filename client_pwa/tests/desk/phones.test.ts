import { describe, expect, it } from "vitest";
import type { Device, Held } from "../../src/schema";
import {
  alarmsOf,
  argLines,
  inCustody,
  isBackupLate,
  nameOf,
  people,
  phonesOf,
} from "../../src/screens/desk/rules/phones";
import { PROVEN_MS } from "../../src/sync/later/proven";
import { readHeld } from "../../src/reports/custody";
import { aUnit, MINUTE, NOON } from "./rows";

const aDevice = (device: Partial<Device> & { readonly id: string }): Device => ({
  ...{ person_id: "ada", name: "Ada Okafor", unsent: 0, heard_at: NOON, app: "web", clock_off_ms: null, cloned: false },
  ...device,
});

const member = (person_id: string, name: string) => ({ person_id, name, skills: [] });
const heron = aUnit("heron", [], { members: [member("ada", "Ada"), member("jo", "Jo")] });

describe("the phones of a team", () => {
  it("count what they have not sent, all together, and nobody else's", () => {
    const devices = [
      aDevice({ id: "1", unsent: 2 }),
      aDevice({ id: "2", person_id: "jo", unsent: 1 }),
      aDevice({ id: "3", person_id: "sam", unsent: 9 }),
      aDevice({ id: "4", person_id: null, unsent: 9 }),
    ];

    expect(phonesOf(heron, devices, NOON)).toEqual({ unsent: 3, silentSince: null });
  });

  it("are silent since the last of them was heard, if that is long ago", () => {
    const silent = aDevice({ id: "1", heard_at: NOON - 20 * MINUTE });
    const other = aDevice({ id: "2", person_id: "jo", heard_at: NOON - 7 * MINUTE });

    expect(phonesOf(heron, [silent, other], NOON).silentSince).toBe(NOON - 7 * MINUTE);
    expect(phonesOf(heron, [silent, aDevice({ id: "3" })], NOON).silentSince).toBeNull();
    expect(phonesOf(heron, [], NOON).silentSince).toBeNull();
  });
});

describe("the alarms of a team", () => {
  const phone = (id: string, alarm: Device["alarm"], at = NOON, person_id = "ada"): Device =>
    aDevice({ id, person_id, alarm: alarm ?? null, alarm_at: at });
  const rings = (...devices: readonly Device[]) => alarmsOf(heron, devices, NOON).map((alarm) => alarm.rings);

  it("never ring in a browser's tab, whatever was heard there before", () => {
    expect(rings({ ...phone("1", "rang"), in_a_tab_at: NOON })).toEqual(["no", "unproven"]);
    expect(rings(phone("1", "rang"))).toEqual(["yes", "unproven"]);
  });

  it("are told phone by phone, and whoever is on no phone has none that is proven", () => {
    const said = alarmsOf(heron, [phone("1", "rang"), phone("2", "silent"), phone("3", "rang", NOON, "sam")], NOON);

    expect(said.map(({ member, device, rings: it }) => [member.name, device?.id, it])).toEqual([
      ["Ada", "1", "yes"],
      ["Ada", "2", "no"],
      ["Jo", undefined, "unproven"],
    ]);
  });

  it("count as heard for one shift", () => {
    expect(rings(phone("1", "rang", NOON - PROVEN_MS))[0]).toBe("yes");
    expect(rings(phone("1", "rang", NOON - PROVEN_MS - 1))[0]).toBe("unproven");
  });

  it.each(["silent", "refused", "unable", "lost"] as const)("that are %s do not ring, however long ago", (alarm) => {
    expect(rings(phone("1", alarm, 0))[0]).toBe("no");
  });

  it("that nobody said anything of are not proven", () => {
    expect(rings(phone("1", "untried"))[0]).toBe("unproven");
    expect(rings(aDevice({ id: "1" }))[0]).toBe("unproven");
  });

  it("reach a person whom any phone rings", () => {
    const of = (...devices: readonly Device[]) => {
      const { yes, no, unproven } = people(alarmsOf(heron, devices, NOON));
      return [yes, no, unproven].map((members) => members.map(({ name }) => name));
    };

    expect(of(phone("1", "rang"), phone("2", "silent"))).toEqual([["Ada"], [], ["Jo"]]);
    expect(of(phone("1", "untried"), phone("2", "lost"), phone("3", "rang", NOON, "jo"))).toEqual([
      ["Jo"],
      ["Ada"],
      [],
    ]);
  });
});

describe("what is in custody", () => {
  const held = (id: string, held_at: number): Held => ({
    ...{ id, type: "encounter.record", entity: "e1", person_id: "ada", code: "invalid", held_at, owner: "supervisor" },
  });

  it("stands with the oldest first, under the name of whoever sent it", () => {
    expect(inCustody([held("b", NOON), held("a", NOON - 1)]).map(({ id }) => id)).toEqual(["a", "b"]);
    expect(nameOf("jo", [heron], [])).toBe("Jo");
    expect(nameOf("ada", [], [aDevice({ id: "1" })])).toBe("Ada Okafor");
    expect(nameOf("sam", [heron], [])).toBeNull();
  });

  it("is read line by line, without what was left empty", () => {
    const args = { contact_result: "gone", note: "", answers: { a: 1 }, base: null };

    expect(argLines(args)).toEqual([
      ["contact result", "gone"],
      ["answers", '{"a":1}'],
    ]);
  });

  it("is asked for by its id, and every answer but the true one is none", async () => {
    const content = { id: "h", args: null, withheld: [] };
    const asked: string[] = [];
    const answering = (response: Response) => (path: string) => {
      asked.push(path);
      return Promise.resolve(response);
    };

    expect(await readHeld("a/b", answering(Response.json(content)))).toEqual({ type: "ok", body: content });
    expect(asked).toEqual(["/api/custody/a%2Fb"]);
    for (const [status, type] of [
      [401, "sign_in"],
      [404, "not_allowed"],
      [503, "lost"],
    ] as const) {
      expect(await readHeld("h", answering(new Response("{}", { status })))).toEqual({ type });
    }
    expect(await readHeld("h", answering(new Response("<html>Welcome to the hotel")))).toEqual({ type: "lost" });
  });
});

describe("the last backup", () => {
  it("is late after an hour, or when there never was one; what was not told is not late", () => {
    expect([undefined, null, 60, 3_600, 3_601].map(isBackupLate)).toEqual([false, true, false, false, true]);
  });
});

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { spanish } from "./spanish";

const TABLES = [["Sí", "No"], [["Cama"]]];

/** What each request is answered with, one behind the other. */
const answers: number[] = [];
let server: Server;

beforeEach(async () => {
  server = createServer((_request, response) => {
    response.writeHead(answers.shift() ?? 500).end(JSON.stringify(TABLES));
  });
  await new Promise<void>((open) => server.listen(0, "127.0.0.1", open));
  const { port } = server.address() as AddressInfo;
  Object.assign(globalThis, { __SPANISH__: `http://127.0.0.1:${port}/assets/es.json` });
});

afterEach(() => {
  server.close();
  Reflect.deleteProperty(globalThis, "__SPANISH__");
});

describe("the Spanish of the built app", () => {
  it("is said to be missing while the file cannot be had, asked for again, and then fetched once for all", async () => {
    answers.push(503, 200, 503);

    await expect(spanish(0)).rejects.toThrow("503");

    expect(await Promise.all([spanish(0), spanish(1)])).toEqual(TABLES);
    expect(await spanish(1)).toEqual(TABLES[1]);
    expect(answers).toEqual([503]);
  });
});

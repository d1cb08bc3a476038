import { expect, test } from "bun:test";
import { random } from "../../../fixtures/random.ts";
import { sseData } from "./sse.ts";

async function* pieces(bytes: Uint8Array, next: (below: number) => number) {
  for (let at = 0; at < bytes.length;) {
    const end = at + 1 + next(12);
    yield bytes.slice(at, end);
    at = end;
  }
}

/** A comment, one and several data lines, every line end, characters of several bytes, and an unfinished event. */
const WIRE =
  ": keep-alive\n\ndata: one é\n\nevent: x\r\ndata: two\r\ndata: three 你\r\n\r\ndata:four\r\rdata: unfinished";

test("any split of the bytes gives the same events", async () => {
  const bytes = new TextEncoder().encode(WIRE);
  for (let seed = 0; seed < 200; seed += 1) {
    const events = await Array.fromAsync(sseData(pieces(bytes, random(seed))));
    expect(events).toEqual(["one é", "two\nthree 你", "four"]);
  }
});

import { expect, test } from "bun:test";
import { random } from "../../../fixtures/random.ts";
import { codesOf } from "../decode/decoder.fake.ts";
import { createTokenBuffer } from "./tokenBuffer.ts";

test("window() - returns the tokens of its cut after any sequence of pushes and releases", () => {
  for (let seed = 0; seed < 30; seed += 1) {
    const next = random(seed);
    const codes = codesOf(6000, seed);
    const buffer = createTokenBuffer();
    let released = 0;
    for (let at = 0; at < codes.length;) {
      const end = Math.min(codes.length, at + next(700));
      buffer.push(codes.slice(at, end));
      at = end;
      expect(buffer.arrived).toBe(at);
      if (next(2) === 0) {
        released += next(at - released + 1);
        buffer.releaseBefore(released);
        expect(buffer.arrived).toBe(at);
      }
      const from = released + next(at - released + 1);
      const length = next(at - from + 1);
      const before = next(length + 1);
      const hop = next(length - before + 1);
      const after = length - before - hop;
      const window = buffer.window({ position: from + before, before, hop, after });
      expect(window).toEqual({
        codes: Int32Array.from(codes.slice(from, from + length)),
        before,
        after,
      });
    }
  }
});

test("window() - returns codes that do not change when the buffer moves its tokens", () => {
  const buffer = createTokenBuffer();
  buffer.push(codesOf(500, 1));
  const { codes } = buffer.window({ position: 0, before: 0, hop: 100, after: 0 });
  buffer.releaseBefore(400); // moves the rest to the front
  expect([...codes]).toEqual(codesOf(500, 1).slice(0, 100));
});

import { expect, test } from "bun:test";
import { pauseBefore } from "./pauses.ts";

test("pauseBefore() - none at the beginning, longer for larger units, shorter at a higher speed", () => {
  const pauses = (["text", "clause", "sentence", "paragraph"] as const).map((begins) =>
    pauseBefore({ begins, speed: 1 }, 0),
  );
  expect(pauses[0]).toBe(0);
  expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
  expect(pauseBefore({ begins: "sentence", speed: 2 }, 0)).toBe(pauses[2]! / 2);
  expect(pauseBefore({ begins: "text", speed: 1 }, 1)).toBe(pauses[1]!);
});

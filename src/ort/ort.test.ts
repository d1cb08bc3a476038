import { expect, test } from "bun:test";
import { addresses, cString } from "./ort.ts";

test("pointers hold the arrays that native code reads, also after a collection", async () => {
  const texts = Array.from({ length: 50 }, (_, i) => {
    const bytes = cString(`text ${i}`);
    return { pointers: addresses([bytes]), bytes: new WeakRef(bytes) };
  });
  // A weak reference keeps its array until the current task ends.
  await new Promise(setImmediate);
  Bun.gc(true);
  expect(texts.filter(({ bytes }) => bytes.deref() === undefined)).toEqual([]);
  expect(texts.every(({ pointers }) => pointers[0] !== 0n)).toBe(true);
});

import { expect, test } from "bun:test";
import { withPauses } from "./patience.ts";
import { PAUSE, type TextParts } from "./speakable.ts";

const never = (): Promise<void> => new Promise(() => {});
const atOnce = (): Promise<void> => Promise.resolve();

test("withPauses() yields only the parts if there is no gap", async () => {
  async function* parts(): TextParts {
    yield "Hello ";
    yield "there";
  }
  expect(await Array.fromAsync(withPauses(parts(), 100, never))).toEqual(["Hello ", "there"]);
});

test("withPauses() yields one pause in a gap, before the next part", async () => {
  const gate = Promise.withResolvers<void>();
  async function* parts(): TextParts {
    yield "Hello ";
    await gate.promise;
    yield "there";
  }
  const found: unknown[] = [];
  for await (const part of withPauses(parts(), 100, atOnce)) {
    found.push(part);
    if (part === PAUSE) gate.resolve();
  }
  expect(found.filter((part) => part !== PAUSE)).toEqual(["Hello ", "there"]);
  expect(found.slice(found.indexOf("Hello ") + 1)).toContain(PAUSE);
});

test("withPauses() closes the parts if the reader stops early", async () => {
  let isClosed = false;
  async function* parts(): TextParts {
    try {
      yield "Hello";
      yield "there";
    } finally {
      isClosed = true;
    }
  }
  for await (const part of withPauses(parts(), 100, never)) if (part === "Hello") break;
  expect(isClosed).toBeTrue();
});

test("withPauses() throws the errors of the parts", async () => {
  async function* parts(): TextParts {
    yield "Hello";
    throw new Error("gone");
  }
  expect(Array.fromAsync(withPauses(parts(), 100, never))).rejects.toThrow("gone");
});

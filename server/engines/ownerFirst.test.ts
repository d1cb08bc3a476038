import { expect, test } from "bun:test";
import type { Engine } from "../../src/engine.ts";
import { createFakeEngine } from "../engine.fake.ts";
import { ownerFirst } from "./ownerFirst.ts";

test("the engine of the default voice becomes the first; without such an engine the order stays", () => {
  const small = createFakeEngine();
  const natural: Engine = { ...small, id: "natural", voices: [{ id: "heart", name: "Heart" }] };
  expect(ownerFirst([natural, small], "anna")).toEqual([small, natural]);
  expect(ownerFirst([natural, small], "heart")).toEqual([natural, small]);
  expect(ownerFirst([natural, small], "")).toEqual([natural, small]);
});

import { expect, test } from "bun:test";
import { parseModels } from "./models.ts";

test("parseModels() - ids and lengths; a length that is not positive is unknown", () => {
  const data = [
    { id: "a", max_model_len: 2048 },
    { id: "b" },
    { id: "c", max_model_len: null },
    { id: "d", max_model_len: 0 },
    { id: "e", max_model_len: "2048" },
  ];
  expect(parseModels({ object: "list", data })).toEqual([
    { id: "a", maxModelTokens: 2048 },
    { id: "b", maxModelTokens: null },
    { id: "c", maxModelTokens: null },
    { id: "d", maxModelTokens: null },
    { id: "e", maxModelTokens: null },
  ]);
});

test.each([null, "<html>", {}, { data: {} }, { data: [{ name: "a" }] }])(
  "parseModels() - %j is not a list of models",
  (answer) => {
    expect(parseModels(answer)).toBeNull();
  },
);

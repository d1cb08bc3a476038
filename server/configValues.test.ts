import { expect, test } from "bun:test";
import type { z } from "zod";
import {
  aliases,
  engineNames,
  integer,
  integerOrDefault,
  list,
  number,
  secondsList,
  seconds,
  secrecy,
  secret,
  text,
} from "./configValues.ts";

/** The parsed values; an invalid value becomes its error. */
function parsed(schema: z.ZodType, values: readonly string[]): readonly unknown[] {
  return values.map((value) => {
    const result = schema.safeParse(value);
    return result.success ? result.data : result.error.issues[0]?.message;
  });
}

test("integer() takes its bounds, and refuses one below and one above", () => {
  const error = "a whole number from 3 to 9";
  expect(parsed(integer(3, 9), ["2", "3", "9", "10", "3.5", ""])).toEqual([
    error,
    3,
    9,
    error,
    error,
    error,
  ]);
});

test("integerOrDefault() takes its bounds and an empty value, null", () => {
  const error = "a whole number from 3 to 9, or empty";
  expect(parsed(integerOrDefault(3, 9), ["2", "3", "9", "10", ""])).toEqual([
    error,
    3,
    9,
    error,
    null,
  ]);
});

test.each([
  ["number", number(0.5, 2), "a number from 0.5 to 2"],
  ["seconds", seconds(0.5, 2), "seconds from 0.5 to 2"],
] as const)("%s() takes its bounds and decimals between them", (_name, schema, error) => {
  expect(parsed(schema, ["0.4", "0.5", "1.25", "2", "2.1", "-1"])).toEqual([
    error,
    0.5,
    1.25,
    2,
    error,
    error,
  ]);
});

test("secondsList takes a JSON list of seconds within its bounds", () => {
  const error = "a JSON list of seconds from 0.1 to 20, such as [0.1,0.2,0.5,1.0]";
  expect(parsed(secondsList, ["[0.1,20]", "[]", "[0.09]", "[20.1]", "0.1", "[0.1"])).toEqual([
    [0.1, 20],
    [],
    error,
    error,
    error,
    error,
  ]);
});

test("list is split at commas, trimmed, without empty items", () => {
  expect(parsed(list, [" a, b ,,c", ""])).toEqual([["a", "b", "c"], []]);
});

test("engineNames takes each known engine at most once", () => {
  const error = "one or both of flite, neucodec, each once, comma separated";
  expect(parsed(engineNames, ["neucodec,flite", "", "flite,flite", "piper"])).toEqual([
    ["neucodec", "flite"],
    [],
    error,
    error,
  ]);
});

test("aliases maps a name to its target, or to null", () => {
  expect(parsed(aliases, ["alloy, echo = slt"])).toEqual([
    new Map([
      ["alloy", null],
      ["echo", "slt"],
    ]),
  ]);
});

test("secret() marks the schema with the part to hide", () => {
  const schema = text.prefault("");
  expect(secret(schema, "userinfo")).toBe(schema);
  expect(secrecy.get(schema)).toEqual({ part: "userinfo" });
});

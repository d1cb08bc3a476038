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

/** Parses each value. Returns the error message in place of an invalid value. */
function parsed(schema: z.ZodType, values: readonly string[]): readonly unknown[] {
  return values.map((value) => {
    const result = schema.safeParse(value);
    return result.success ? result.data : result.error.issues[0]?.message;
  });
}

test("integer() accepts its bounds and rejects values outside them", () => {
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

test("integerOrDefault() accepts its bounds and parses an empty value as null", () => {
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
] as const)("%s() accepts its bounds and decimals between them", (_name, schema, error) => {
  expect(parsed(schema, ["0.4", "0.5", "1.25", "2", "2.1", "-1"])).toEqual([
    error,
    0.5,
    1.25,
    2,
    error,
    error,
  ]);
});

test("secondsList accepts a JSON list of seconds within its bounds", () => {
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

test("list splits at commas, trims the items and drops empty items", () => {
  expect(parsed(list, [" a, b ,,c", ""])).toEqual([["a", "b", "c"], []]);
});

test("engineNames accepts each known engine at most once", () => {
  const error = "names of hibari, kokoro, flite, neucodec, each once, comma separated";
  expect(parsed(engineNames, ["neucodec,flite", "", "flite,flite", "piper"])).toEqual([
    ["neucodec", "flite"],
    [],
    error,
    error,
  ]);
});

test("aliases maps a name to its target, or to null if it has no target", () => {
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

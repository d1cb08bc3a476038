import { expect, test } from "bun:test";
import { phrasesOf, readSegments } from "./segments.ts";

test("readSegments reads each printed item as a segment with its end", () => {
  expect(readSegments("pau:0.164 hh:0.255 ax:1.300 \n", 2)).toEqual([
    { phone: "pau", endS: 0.164 },
    { phone: "hh", endS: 0.255 },
    { phone: "ax", endS: 1.3 },
  ]);
  expect(readSegments("", 0)).toEqual([]);
});

test("no segment ends after the audio", () => {
  expect(readSegments("ax:0.500 pau:0.700", 0.6).map(({ endS }) => endS)).toEqual([0.5, 0.6]);
});

test("readSegments throws an error that quotes an item in another format", () => {
  for (const item of ["pau", "pau:x", "pau:1", ":0.5", "hello world"])
    expect(() => readSegments(item, 1)).toThrow(`flite printed ${item.split(" ")[0]}`);
});

test("phrasesOf groups the sounds between pauses, each sound with its time", () => {
  const segments = readSegments(
    "pau:0.100 a:0.200 b:0.300 pau:0.400 pau:0.500 c:0.600 pau:0.700",
    1,
  );
  expect(phrasesOf(segments)).toEqual([
    [
      { fromS: 0.1, toS: 0.2 },
      { fromS: 0.2, toS: 0.3 },
    ],
    [{ fromS: 0.5, toS: 0.6 }],
  ]);
  expect(phrasesOf(readSegments("pau:0.186", 1))).toEqual([]);
});

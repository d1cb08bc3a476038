import { describe, expect, test } from "bun:test";
import { parseTagger } from "./tagger.ts";

const FILE = {
  tags: ["DT", "NN", "VB", "XX"],
  tagdict: { the: "DT" },
  vocab: ["to", "the"],
  weights: {
    "t-1=DT": { NN: 5, VB: -2.5 },
    "w-1=to": { VB: 4 },
    "w+1=<Xx>": { VB: 1.5 },
    "s3=ing": { NN: 1, VB: 1 },
  },
};

describe("a tagger", () => {
  const tagger = parseTagger(JSON.stringify(FILE));

  test("takes the tag of a token that has one tag only", () => {
    expect(tagger(["the"])).toEqual(["DT"]);
  });

  test("sums the weights of a token's neighbours and of the tags before it", () => {
    expect(tagger(["the", "walk"])).toEqual(["DT", "NN"]);
    expect(tagger(["to", "walk"])).toEqual(["NN", "VB"]);
  });

  test("names a rare neighbour by its shape", () => {
    expect(tagger(["walk", "Anna"])[0]).toBe("VB");
    expect(tagger(["walk", "home"])[0]).toBe("NN");
  });

  test("prefers the later name of two tags with equal sums", () => {
    expect(tagger(["sing"])).toEqual(["VB"]);
  });

  test("takes a token for a noun if it knows none of its features", () => {
    expect(tagger(["gleam"])).toEqual(["NN"]);
  });

  test("tags nothing in a sentence without tokens", () => {
    expect(tagger([])).toEqual([]);
  });

  test("refuses a file that lacks a part", () => {
    expect(() => parseTagger("{}")).toThrow("tags, tagdict, vocab and weights");
  });
});

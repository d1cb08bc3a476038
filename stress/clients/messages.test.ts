import { expect, test } from "bun:test";
import { wavTone } from "../server.fake.ts";
import { createJsonReader, pieceChunks } from "./messages.ts";

const reader = (streamed: boolean) =>
  createJsonReader(streamed, (message) => pieceChunks(String(Object(message).data)));
const line = Buffer.from(`${JSON.stringify({ data: wavTone(20).toString("base64") })}\n`);

test("a line yields one chunk at the read that completes the line", () => {
  for (let cut = 1; cut < line.length; cut += 97) {
    const lines = reader(true);
    expect(lines.push(line.subarray(0, cut))).toEqual([]);
    expect(lines.push(Buffer.concat([line.subarray(cut), line]))).toHaveLength(2);
    expect(lines.end()).toEqual([]);
  }
});

test("a last line without a newline yields its chunk at the end", () => {
  const lines = reader(true);
  expect(lines.push(line.subarray(0, -1))).toEqual([]);
  expect(lines.end()).toMatchObject([{ audioMs: 20 }]);
});

test.each([true, false])("a last message that is cut is truncated (streamed: %p)", (streamed) => {
  const cut = reader(streamed);
  cut.push(line.subarray(0, 40));
  expect(cut.end).toThrow(expect.objectContaining({ kind: "truncated" }));
  const page = reader(streamed);
  page.push(Buffer.from("<html>"));
  expect(page.end).toThrow(expect.objectContaining({ kind: "bad_audio" }));
});

test("a JSON message that is not streamed can span several lines", () => {
  const unstreamed = reader(false);
  const pretty = JSON.stringify({ data: wavTone(20).toString("base64") }, null, 2);
  expect(unstreamed.push(Buffer.from(pretty))).toEqual([]);
  expect(unstreamed.end()).toMatchObject([{ audioMs: 20 }]);
});

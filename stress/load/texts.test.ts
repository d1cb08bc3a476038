import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SampleFormat } from "./samples.ts";
import { loadTexts } from "./texts.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "texts-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function load(name: string, content: string | Uint8Array, format: SampleFormat = "simple-json") {
  const path = join(folder, name);
  writeFileSync(path, content);
  return loadTexts(path, format);
}

const LINES = '{"id":1,"prompt":"one"}\n\n{"id":2,"prompt":"two"}\n';

test.each([
  ["a.json", JSON.stringify({ samples: ["one", "two"] }), "simple-json"],
  ["bom.json", `\ufeff${JSON.stringify({ samples: ["one", "two"] })}`, "simple-json"],
  ["a.jsonl", '"one"\r\n{"text":"two"}', "simple-json"],
  ["a.jsonl", LINES, "id-prompt-json"],
  ["a.ndjson", LINES, "id-prompt-json"],
  ["a.jsonl.gz", Bun.gzipSync(LINES), "id-prompt-json"],
  ["a.json.gz", Bun.gzipSync(JSON.stringify({ samples: ["one", "two"] })), "simple-json"],
] as const)("%s is read as two texts", async (name, content, format) => {
  expect(await load(name, content, format)).toEqual({ texts: ["one", "two"], note: null });
});

test("rows without a text are skipped and counted", async () => {
  const prompts = JSON.stringify([{ prompt: "one" }, "odd", { id: 2 }, { prompt: " " }, null, 7]);
  const { texts, note } = await load("a.json", prompts, "id-prompt-json");
  expect(texts).toEqual(["one"]);
  expect(note).toEndWith("a.json: skipped 5 rows without a text");
  const talks = JSON.stringify([
    { turns: [] },
    { segments: [{ label: false, text: "one" }, { label: false }, { text: "output" }] },
  ]);
  expect(await load("b.json", talks, "axolotl-input-output")).toMatchObject({
    texts: ["one"],
    note: expect.stringContaining("skipped 1 row "),
  });
});

test("a thousand wrong rows give three examples and the count", async () => {
  const rows = Array.from({ length: 1001 }, (_, index) => (index === 0 ? "fine" : index));
  const refused = load("a.json", JSON.stringify({ samples: rows }));
  await expect(refused).rejects.toThrow(
    /1000 of 1001 rows are not texts: row 2: 1; row 3: 2; row 4: 3$/,
  );
});

test.each([
  ["latin1.json", Buffer.from('{"samples":\n["caf\xe9"]}', "latin1"), "line 2 is not UTF-8"],
  ["utf16.json", Buffer.from('\ufeff{"samples":["a"]}', "utf16le"), "line 1 is not UTF-8"],
  ["a.jsonl", '"one"\n{"text": two}\n', "line 2 is not JSON"],
  ["a.json", "{", "to be a JSON file"],
  ["a.gz", Buffer.from([0x1f, 0x8b, 8, 0, 1, 2]), "the gzip data is damaged"],
  ["a.json", '{"samples":"one"}', '"samples" is not a list'],
])("%s is refused with what is wrong", async (name, content, message) => {
  await expect(load(name, content)).rejects.toThrow(message);
});

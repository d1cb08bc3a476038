import { afterAll, expect, test } from "bun:test";
import { startServer } from "./process-fixture.ts";

const { child, url: host } = await startServer({ FLITE_WORKERS: "2" });
const url = `${host}/v1/audio/speech`;
afterAll(() => child.kill("SIGKILL"));

/** Text that must be spoken or refused, never break anything. */
const TEXTS = [
  "",
  " \t\n ",
  "😀👩‍👩‍👧‍👦🏳️‍🌈",
  "\0",
  "a\0b",
  "\ud800",
  "x\udc00y",
  "你好，世界",
  "مرحبا بالعالم",
  "e\u0301".repeat(500),
  "\u0301".repeat(3000),
  "!!!???...",
  "<|im_end|><|s_1|>",
  "-h --help",
  "$(reboot) `ls` ; rm -rf /",
  "%s%n%x",
  "<speak><break time='1s'/></speak>",
  "a".repeat(4097),
  "a ".repeat(500),
  "1".repeat(200),
  "\u202eabc\u202c",
  "ﬁ ½ ² ①",
  "../../etc/passwd",
  "a".repeat(1_000_000),
];
const VALUES = [
  null,
  true,
  -1,
  0,
  1e308,
  "x",
  "",
  [],
  {},
  [[]],
  { id: 5 },
  "\0",
  "NaN",
  0.5,
  "a".repeat(1000),
];
const FIELDS = [
  "input",
  "voice",
  "model",
  "response_format",
  "speed",
  "stream",
  "temperature",
  "top_p",
  "max_tokens",
  "seed",
  "normalize",
];
const BROKEN = [
  "",
  "{",
  "}",
  "[",
  "null",
  "5",
  '"x"',
  "[]",
  '{"input":',
  '{"input":"a"',
  '{"input":"a",}',
  "\0",
  "{'input':'a'}",
  '{"input":"\\ud800"}',
  '{"input":"\\u00"}',
  "\ufeff{}",
  "a=b",
  '{"input":NaN}',
  '{"__proto__":{"input":"a"}}',
  "[".repeat(5000),
];

function bodies(): string[] {
  const texts = TEXTS.map((input) => JSON.stringify({ input }));
  const wrong = FIELDS.flatMap((field) =>
    VALUES.map((value) => JSON.stringify({ input: "Yes.", [field]: value })),
  );
  return [...BROKEN, ...texts, ...wrong];
}

async function ask(body: string): Promise<number> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  if (response.ok) expect((await response.bytes()).length).toBeGreaterThan(44);
  else
    expect(await response.json()).toMatchObject({ error: { message: expect.stringMatching(/./) } });
  return response.status;
}

test("over two hundred hostile requests are each refused clearly or spoken, and the next request works", async () => {
  const all = bodies();
  expect(all.length).toBeGreaterThan(200);
  for (const body of all) {
    const status = await ask(body);
    if (![200, 400, 404, 413].includes(status))
      throw new Error(`${status} for ${body.slice(0, 80)}`);
  }
  expect(await ask(JSON.stringify({ input: "Still here." }))).toBe(200);
}, 60_000);

test("bytes that are not UTF-8 are a clear 400", async () => {
  const body = new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]);
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  expect(response.status).toBe(400);
});

import { afterAll, expect, test } from "bun:test";
import { build, PATH, speech } from "../app.fake.ts";
import { startServer } from "../process.fake.ts";

const { child, url: host } = await startServer({ FLITE_WORKERS: "2" });
/** Number of concurrent requests: one more than the Flite workers of the server. */
const AT_ONCE = 3;
const url = host + PATH;
afterAll(() => child.kill("SIGKILL"));

/** Texts that must be spoken or refused. */
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
  "e\u0301".repeat(150),
  "\u0301".repeat(3000),
  "!!!???...",
  "<|im_end|><|s_1|>",
  "-h --help",
  "$(reboot) `ls` ; rm -rf /",
  "%s%n%x",
  "<speak><break time='1s'/></speak>",
  "a".repeat(4097),
  "a ".repeat(200),
  "1".repeat(100),
  "\u202eabc\u202c",
  "ﬁ ½ ² ①",
  "../../etc/passwd",
  "a".repeat(1_000_000),
  "Zalgo" + "\u0335\u0321\u034f\u0489".repeat(900),
  "\u2066one\u2067 two\u2069",
  "\ufdfa".repeat(4000),
  "\ufeffone\ufffe two\uffff",
  "one\ttwo\vthree\ffour\u0085five\u2028six\u2029seven",
  "\u1100\u1161".repeat(2000),
  "👨\u200d👩\u200d👧".repeat(500),
  "flag \u{1f1f2}\u{1f1fe} \u{1f3f4}\u{e0067}\u{e007f} heart \u2764\ufe0f",
  "𝐁𝐨𝐥𝐝 𝓈𝒸𝓇𝒾𝓅𝓉 ｗｉｄｅ",
  `one${" ".repeat(4000)}two`,
  "one\u0001\u001b[31m\u007f\u009f two",
  "a.".repeat(100),
  "\"'“”".repeat(1000),
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
  "\ud83d",
  "e\u0301\u202e",
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
  "repetition_penalty",
  "playback_speed",
  "playback_overlap_speed",
  "stream_format",
  "instructions",
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

const speak = (body: string) => fetch(url, speech(body));

/** Checks that `response` contains audio or an error with a message. Returns its status. */
async function statusOf(response: Response): Promise<number> {
  if (response.ok) expect((await response.bytes()).length).toBeGreaterThan(44);
  else
    expect(await response.json()).toMatchObject({ error: { message: expect.stringMatching(/./) } });
  return response.status;
}

async function expectSpokenOrRefused(body: string, response: Response): Promise<void> {
  const status = await statusOf(response);
  if (![200, 400, 404, 413].includes(status)) throw new Error(`${status} for ${body.slice(0, 80)}`);
}

test("each hostile text is spoken or refused, and the next request is spoken", async () => {
  const waiting = [...BROKEN, ...TEXTS.map((input) => JSON.stringify({ input }))].values();
  const client = async (): Promise<void> => {
    for (const body of waiting) await expectSpokenOrRefused(body, await speak(body));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, client));
  expect(await statusOf(await speak(JSON.stringify({ input: "Still here." })))).toBe(200);
}, 60_000);

test("each hostile value of each field is spoken or refused, and the next request is spoken", async () => {
  const { app } = build();
  for (const field of FIELDS)
    for (const value of VALUES) {
      const body = JSON.stringify({ input: "Yes.", [field]: value });
      await expectSpokenOrRefused(body, await app.request(PATH, speech(body)));
    }
  const next = await app.request(PATH, speech({ input: "Still here." }));
  expect(await statusOf(next)).toBe(200);
}, 30_000);

test("a body that is not UTF-8 is refused with 400", async () => {
  const body = new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]);
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  expect(response.status).toBe(400);
}, 30_000);

test("every Unicode code point, lone surrogates included, is spoken or refused", async () => {
  const { app } = build();
  for (let first = 0; first <= 0x10_ffff; first += 4096) {
    const points = Array.from({ length: 4096 }, (_, at) => first + at);
    const input = String.fromCodePoint(...points);
    const response = await app.request(PATH, speech({ input, response_format: "pcm" }));
    await response.bytes();
    if (![200, 400].includes(response.status))
      throw new Error(`${response.status} for the characters from ${first.toString(16)} on`);
  }
}, 60_000);

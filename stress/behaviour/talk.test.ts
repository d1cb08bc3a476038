import { expect, setDefaultTimeout, test } from "bun:test";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { WIRE_IDS } from "../reply/settings.ts";
import { openRun } from "../run.fake.ts";
import { tone } from "../server.fake.ts";
import { createTalkServer, type FakeReply } from "../talk/server.fake.ts";

// These tests run `stress talk` against servers that follow a script. They assert no times that depend on the machine.
setDefaultTimeout(120_000);

const QUICK = "--tokens-per-s 1000 --pause 0 --ramp 0 --no-listen".split(" ");
const silence = (ms: number, rateHz = 24_000) => Buffer.alloc(2 * Math.round((ms * rateHz) / 1000));

/** Replies of one sentence, so that they are one request over HTTP. */
const TEXTS = ["One reply that is said.", "Another one, said too."];

/** A reply whose last token does not come while a test runs. */
const UNFINISHED = [
  { text: "One reply that is said. And", ms: 0 },
  { text: " more.", ms: 600_000 },
];

/** Opens a run of `talk` against a server with this script. */
function openTalk(...server: Parameters<typeof createTalkServer>) {
  const run = openRun(process.env);
  const fake = createTalkServer(...server);
  const texts = join(run.harness.folder, "texts.json");
  writeFileSync(texts, JSON.stringify(TEXTS));
  const args = ["talk", "--host", fake.url, "--text-samples-file", texts, ...QUICK];
  const recording = join(run.harness.folder, "unfinished.json");
  writeFileSync(recording, JSON.stringify([{ tokens: UNFINISHED }]));
  return {
    ...run,
    fake,
    /** The command for a reply that is being written for ten minutes. */
    unfinished: ["talk", "--host", fake.url, "--pause", "0", "--lm-recording", recording],
    args,
    texts,
    talk: (line: string) => run.harness.run([...args, ...line.split(" ")]),
    level: () => run.json("summary.json").levels[0],
    [Symbol.dispose]() {
      fake.close();
      run[Symbol.dispose]();
    },
  };
}

/** Speaks 300 ms when the text is complete, of which the first 120 ms are silent. */
async function speak(reply: FakeReply): Promise<void> {
  await reply.finished;
  reply.audio(Buffer.concat([silence(120), tone(180)]));
  reply.end();
}

/** Returns a script that answers as soon as the text is complete. */
const whenComplete =
  (answer: (reply: FakeReply) => void) =>
  async (reply: FakeReply): Promise<void> => {
    await reply.finished;
    answer(reply);
  };

test.concurrent.each([...WIRE_IDS])(
  "%s: every reply arrives whole and is measured",
  async (wire) => {
    const texts: string[] = [];
    using run = openTalk(async (reply) => {
      await speak(reply);
      texts.push(reply.text);
    });
    await run.talk(`--wire ${wire} --conversations 2 --turns 2`);
    const { level } = run;
    expect(level()).toMatchObject({
      requests: 4,
      ok: 4,
      errors: {},
      audioS: { min: 0.3, max: 0.3 },
    });
    expect(run.json("summary.json")).toMatchObject({ kind: "talk", client: wire });
    expect(texts.every((text) => TEXTS.includes(text))).toBe(true);
    expect(texts).toHaveLength(4);
    const records = run.records();
    expect(new Set(records.map(({ seq }) => seq))).toEqual(new Set([0, 1, 2, 3]));
    for (const { talk, firstAudioMs, sentMs, dueMs } of records) {
      expect(sentMs).toBeGreaterThanOrEqual(dueMs);
      expect(talk.heardMs - firstAudioMs).toBeCloseTo(120, 0);
      expect(talk.tokenLagsMs.length).toBeGreaterThan(3);
    }
    expect(level().talk.firstTokenToSoundMs.min).toBeGreaterThan(120);
    expect(run.harness.read("report.html")).toContain("First token to first sound");
  },
);

test.concurrent(
  "the schedule is the same over every protocol, and another with another seed",
  async () => {
    using run = openTalk(speak);
    const hashes: string[] = [];
    for (const flags of ["--wire deepgram", "--wire http", "--wire deepgram --seed 2"]) {
      await run.talk(`${flags} --turns 6`);
      hashes.push(run.json("summary.json").scheduleHash);
    }
    expect(hashes[1]).toBe(hashes[0] ?? "");
    expect(hashes[2]).not.toBe(hashes[0]);
  },
);

test.concurrent.each([
  ["elevenlabs", "pcm_16000", tone(250, 16_000), "output_format=pcm_16000"],
  ["elevenlabs", "ulaw_8000", Buffer.alloc(2000, 0x20), "output_format=ulaw_8000"],
  ["elevenlabs-single", "ulaw", Buffer.alloc(2000, 0x20), "output_format=ulaw_8000"],
  ["deepgram", "ulaw", Buffer.alloc(2000, 0x20), "encoding=mulaw&sample_rate=8000"],
  ["deepgram", "pcm_48000", tone(250, 48_000), "encoding=linear16&sample_rate=48000"],
  ["http", "pcm_16000", tone(250, 16_000), ""],
])("%s: %s is counted at its rate", async (wire, format, sound, query) => {
  const script = whenComplete((reply) => {
    reply.audio(sound.subarray(0, 7)); // split inside a sample
    reply.audio(sound.subarray(7));
    reply.end();
  });
  using run = openTalk(script, { type: "audio/pcm;rate=16000" });
  await run.talk(`--wire ${wire} --response-format ${format} --turns 1`);
  expect(run.records()[0]).toMatchObject({ error: null, audioS: 0.25, codec: "pcm" });
  expect(run.fake.requests[0]?.url).toContain(query);
});

test.concurrent.each([
  ["elevenlabs", false],
  ["deepgram", false],
  ["elevenlabs-single", true],
  ["vllm-omni", true],
  ["http", true],
])("%s: an interruption stops the tokens, and what follows is counted", async (wire, dropped) => {
  let inFlight = 0;
  const script = async (reply: FakeReply) => {
    inFlight++;
    reply.audio(tone(2000));
    await reply.cancelled;
    if (!dropped) reply.audio(tone(40));
    if (!dropped) reply.end();
    if (!dropped) reply.audio(tone(20)); // after the acknowledgement
    setTimeout(() => inFlight--, 30);
  };
  using run = openTalk(script, { inFlight: () => inFlight });
  const flags = "--turns 1 --interrupt 100% --interrupt-after 100ms";
  const args = [...run.unfinished, "--wire", wire, ...flags.split(" ")];
  await run.harness.run(args);
  const [{ error, audioS, talk }] = run.records();
  expect([error, audioS]).toEqual([null, 2]);
  expect(talk.cancel.dropped).toBe(dropped);
  expect(talk.cancel.freedMs - talk.cancel.sentMs).toBeGreaterThan(25);
  expect(talk.tokenLagsMs).toHaveLength(1);
  const { interruptions } = run.level().talk;
  expect(interruptions).toMatchObject({ planned: 1, cancelled: 1, freedMs: { n: 1 } });
  if (dropped)
    return expect(interruptions).toMatchObject({ soundAfterMs: null, acknowledgedMs: null });
  expect(talk.cancel).toMatchObject({ soundMs: 60, soundAfterAcknowledgementMs: 20 });
  expect(talk.cancel.acknowledgedMs).toBeGreaterThan(talk.cancel.sentMs);
  expect(interruptions).toMatchObject({ soundAfterAcknowledgement: 1, acknowledgedMs: { n: 1 } });
});

test.concurrent(
  "a slot is not told without /ready, and a reply that has ended is not cancelled",
  async () => {
    using run = openTalk(async (reply) => {
      if (run.records.length > 99) return;
      reply.audio(tone(1500));
      if (reply.text.length % 2 === 9) return;
      await Promise.race([reply.finished, reply.cancelled]);
      reply.end();
    });
    await run.talk("--turns 1 --interrupt 1 --interrupt-after 500ms");
    const [{ talk }] = run.records();
    expect(talk).toMatchObject({ interrupts: true, cancel: null });
    expect(run.level().talk.interruptions).toMatchObject({
      planned: 1,
      cancelled: 0,
      freedMs: null,
    });
  },
);

const LIMITS: Readonly<Record<string, string>> = {
  "no answer": " --timeout-first-audio 500ms",
  "no final": " --timeout-stall 500ms",
  "an error before the first token": " --pause 300ms",
};

test.concurrent.each<[string, string, Parameters<typeof createTalkServer>, object]>([
  [
    "401",
    "elevenlabs",
    [speak, { refuse: () => new Response("no key", { status: 401 }) }],
    { error: "http_4xx", status: 401 },
  ],
  [
    "429",
    "deepgram",
    [speak, { refuse: () => new Response("full", { status: 429 }) }],
    { error: "http_429", status: 429 },
  ],
  [
    "503",
    "vllm-omni",
    [speak, { refuse: () => new Response("", { status: 503 }) }],
    { error: "http_5xx", status: 503 },
  ],
  [
    "429",
    "http",
    [speak, { refuse: () => new Response("full", { status: 429 }) }],
    { error: "http_429", status: 429 },
  ],
  [
    "200 instead of 101",
    "deepgram",
    [speak, { refuse: () => new Response("{}") }],
    { error: "bad_audio", status: 200 },
  ],
  [
    "close 1013",
    "elevenlabs",
    [(reply) => reply.close(1013, "full")],
    { error: "http_429", status: 1013 },
  ],
  [
    "close 1013 at the opening",
    "deepgram",
    [speak, { opened: (socket) => socket.close(1013, "full") }],
    { error: "http_429", status: 1013 },
  ],
  [
    "close 1008",
    "deepgram",
    [(reply) => reply.close(1008, "policy")],
    { error: "http_4xx", status: 1008 },
  ],
  [
    "close 1011",
    "vllm-omni",
    [(reply) => reply.close(1011, "")],
    { error: "http_5xx", status: 1011 },
  ],
  [
    "close without a final",
    "elevenlabs",
    [whenComplete((reply) => (reply.audio(tone(99)), reply.close(1000, "")))],
    { error: "truncated", status: 1000 },
  ],
  [
    "close without a final",
    "deepgram",
    [whenComplete((reply) => (reply.audio(tone(99)), reply.close(1013, "")))],
    { error: "truncated", status: 1013 },
  ],
  [
    "no final",
    "elevenlabs",
    [whenComplete((reply) => reply.audio(tone(99)))],
    { error: "stalled" },
  ],
  ["no answer", "vllm-omni", [() => {}], { error: "timeout_first_audio" }],
  ["no sound", "deepgram", [whenComplete((reply) => reply.end())], { error: "empty_audio" }],
  ["no JSON", "elevenlabs", [(reply) => reply.raw("{audio")], { error: "bad_audio" }],
  [
    "no base64",
    "elevenlabs-single",
    [(reply) => reply.raw('{"audio":"***"}')],
    { error: "bad_audio" },
  ],
  ["another type", "elevenlabs", [(reply) => reply.raw('{"audio":7}')], { error: "bad_audio" }],
  ["a list", "vllm-omni", [(reply) => reply.raw("[1]")], { error: "bad_audio" }],
  [
    "MP3 for PCM",
    "deepgram",
    [
      whenComplete(
        (reply) => (
          reply.audio(Buffer.from("4944330400000000000a".padEnd(400, "0"), "hex")),
          reply.end()
        ),
      ),
    ],
    { error: "bad_audio" },
  ],
  [
    "a full server's message",
    "elevenlabs",
    [(reply) => reply.raw('{"error":"rate_limited","message":"try later","code":1008}')],
    { error: "http_429" },
  ],
  [
    "an engine's message",
    "deepgram",
    [(reply) => reply.raw('{"type":"Error","code":"ENGINE_ERROR","description":"gone"}')],
    { error: "http_5xx" },
  ],
  [
    "a wrong voice",
    "elevenlabs-single",
    [(reply) => reply.raw('{"message":"which?","error":"invalid","code":1008}')],
    { error: "http_4xx" },
  ],
  [
    "an error before the first token",
    "vllm-omni",
    [
      () => {},
      { opened: (socket) => socket.send('{"type":"error","message":"which voice?","code":1008}') },
    ],
    { error: "http_4xx", errorMessage: expect.stringContaining("which voice?") },
  ],
  [
    "a sentence that failed",
    "vllm-omni",
    [
      whenComplete((reply) => {
        reply.audio(tone(99));
        reply.raw('{"type":"audio.done","sentence_index":1,"total_bytes":0,"error":true}');
        reply.end();
      }),
    ],
    { error: "truncated", audioS: 0.099 },
  ],
  [
    "a sentence that is cut",
    "vllm-omni",
    [
      whenComplete((reply) => {
        reply.audio(tone(99));
        reply.raw('{"type":"audio.done","sentence_index":0,"total_bytes":4800,"error":false}');
        reply.end();
      }),
    ],
    { error: "truncated", errorMessage: expect.stringContaining("4752 of the 4800 bytes") },
  ],
  [
    "another declared format",
    "vllm-omni",
    [(reply) => (reply.raw('{"type":"audio.start","format":"mp3"}'), reply.audio(tone(99)))],
    { error: "bad_audio", errorMessage: expect.stringContaining("mp3 instead of pcm") },
  ],
  [
    "close 4429",
    "vllm-omni",
    [(reply) => reply.close(4429, "full")],
    { error: "http_429", status: 4429 },
  ],
  [
    "close 4503",
    "elevenlabs",
    [(reply) => reply.close(4503, "")],
    { error: "http_5xx", status: 4503 },
  ],
  [
    "close 3000",
    "deepgram",
    [(reply) => reply.close(3000, "who?")],
    { error: "http_4xx", status: 3000 },
  ],
  [
    "an error after sound",
    "vllm-omni",
    [(reply) => (reply.audio(tone(99)), reply.raw('{"type":"error","message":"gone"}'))],
    { error: "truncated" },
  ],
])("a failure has its kind: %s (%s)", async (name, wire, server, expected) => {
  using run = openTalk(...server);
  const limit = LIMITS[name] ?? "";
  const { code } = await run.talk(`--wire ${wire} --turns 1${limit}`);
  expect(run.records()).toHaveLength(1);
  expect(run.records()[0]).toMatchObject(expected);
  expect(run.level()).toMatchObject({ ok: 0, serviceMs: null, talk: { firstTokenToByteMs: null } });
  expect(code).toBe(1);
});

test.concurrent("an unreachable server is a failure to connect", async () => {
  using run = openTalk(speak);
  const args = ["talk", "--host", "http://127.0.0.1:1", ...QUICK, "--turns", "2"];
  const { stdout } = await run.harness.run(args);
  expect(run.records().map(({ error }) => error)).toEqual(["connect", "connect"]);
  expect(stdout).toContain("No connection to");
});

test.concurrent("missing characters and falling times are errors of the alignment", async () => {
  using run = openTalk(
    whenComplete((reply) => {
      const texts = Array.from(reply.text).slice(4);
      const startsMs = texts.map((_, at) => (at === 5 ? 0 : at * 10));
      reply.audio(tone(300), { texts, startsMs });
      reply.end();
    }),
  );
  const { code, stdout } = await run.talk("--turns 1 --slo alignment_error_rate<1%");
  expect(run.level().talk.alignment).toMatchObject({ replies: 1, faulty: 1, missing: 4, falls: 1 });
  expect(stdout).toContain("alignment_error_rate<1%: NOT MET (100.0 %)");
  expect([2, 3]).toContain(code);
});

test.concurrent(
  "a character without a start is an error of the alignment, not of the sound",
  async () => {
    using run = openTalk(
      whenComplete((reply) => {
        reply.audio(tone(300), { texts: Array.from(reply.text), startsMs: [0, 10] });
        reply.end();
      }),
    );
    await run.talk("--turns 1");
    expect(run.level()).toMatchObject({ ok: 1, talk: { alignment: { faulty: 1, missing: 0 } } });
    expect(run.records()[0].talk.alignment.falls).toBeGreaterThan(10);
  },
);

test.concurrent("a reply that the server ends before its last token is truncated", async () => {
  using run = openTalk((reply) => {
    reply.audio(tone(100));
    reply.end();
  });
  await run.harness.run([...run.unfinished, "--turns", "1"]);
  expect(run.records()[0]).toMatchObject({ error: "truncated", audioS: 0.1 });
});

test.concurrent("what still comes of a failed reply does not reach the next one", async () => {
  let replies = 0;
  using run = openTalk(async (reply) => {
    if (replies++ > 0) return speak(reply);
    reply.raw('{"type":"Error","code":"BUSY","description":"try again later"}');
    await Bun.sleep(20);
    reply.audio(tone(500));
  });
  await run.talk("--wire deepgram --turns 2");
  expect(run.records()).toMatchObject([{ error: "http_429" }, { error: null, audioS: 0.3 }]);
  expect(run.fake.requests).toHaveLength(2);
});

test.concurrent.each([
  ["deepgram", 1000, "stale_connection"],
  ["elevenlabs", 1001, "stale_connection"],
  ["vllm-omni", 1011, "http_5xx"],
])("%s: a kept socket that closes with %i when it is reused is %s", async (wire, code, kind) => {
  let replies = 0;
  using run = openTalk((reply) => (++replies === 2 ? reply.close(code, "") : speak(reply)));
  await run.talk(`--wire ${wire} --turns 3`);
  expect(run.records().map(({ error }) => error)).toEqual([null, kind, null]);
  expect(run.records()[1]).toMatchObject({ status: code, firstAudioMs: null });
});

test.concurrent("a sentence without audio fails its reply over HTTP", async () => {
  using run = openTalk((reply) => {
    if (reply.text.startsWith("One")) reply.audio(tone(99));
    reply.end();
  });
  writeFileSync(run.texts, JSON.stringify(["One sentence that sounds. Another that is silent."]));
  await run.talk("--wire http --turns 1");
  expect(run.records()).toMatchObject([
    { error: "empty_audio", errorMessage: expect.stringContaining("Another that is silent.") },
  ]);
});

test.concurrent("an interruption of a silent reply is not counted as a cancel", async () => {
  using run = openTalk(whenComplete((reply) => (reply.audio(silence(300)), reply.end())));
  const { stdout } = await run.talk("--wire deepgram --turns 1 --interrupt 100%");
  expect(stdout).toContain("Interruptions: 1; none cancelled");
  expect(stdout).not.toContain("the connection was closed");
});

test.concurrent("a redirect and a missing endpoint are told with the way out", async () => {
  let answer = { status: 301, headers: { location: "https://elsewhere.test/x" } };
  using run = openTalk(speak, { refuse: () => new Response("nope", answer) });
  await run.talk("--turns 1");
  expect(run.records()[0].errorMessage).toContain("redirects to https://elsewhere.test/x");
  answer = { status: 404, headers: { location: "" } };
  const { stdout } = await run.talk("--turns 1");
  expect(stdout).toContain("select its protocol with --wire");
});

test.concurrent(
  "gates of conversations are judged, and one that was not measured fails",
  async () => {
    using run = openTalk(speak);
    const gates = "first_token_to_sound_p95<1ms,first_token_to_byte_max<100s,slot_freed_p99<1s";
    await run.talk(`--turns 1 --slo ${gates}`);
    const { slo } = run.json("summary.json");
    expect(slo.gates.map(({ pass }: { pass: boolean }) => pass)).toEqual([false, true, false]);
    expect(slo.gates[2].value).toBeNull();
  },
);

test.concurrent(
  "shards merge to one run, and a killed run is reported from its records",
  async () => {
    using run = openTalk(speak);
    const { folder } = run.harness;
    const flags = "--conversations 3 --turns 2";
    for (const shard of [0, 1])
      await run.harness.run(
        [...run.args, ...flags.split(" "), "--shard", `${shard}/2`],
        `s${shard}`,
      );
    const shards = [0, 1].map((shard) => join(folder, `s${shard}`));
    await run.harness.run(["merge", ...shards]);
    expect(new Set(run.records().map(({ seq }) => seq))).toEqual(new Set([0, 1, 2, 3, 4, 5]));
    expect(run.level()).toMatchObject({
      ok: 6,
      talk: { conversations: 3, firstTokenToSoundMs: { n: 6 } },
    });
    await run.talk(flags);
    const { scheduleHash } = run.json("summary.json");
    rmSync(join(folder, "t", "summary.json"));
    const { stdout } = await run.harness.exactly(["report", join(folder, "t")]);
    expect(stdout).toContain("First token to first sound");
    expect(run.json("summary.json")).toMatchObject({ kind: "talk", scheduleHash });
    // Records alone tell that these are conversations, and how many.
    for (const name of ["summary.json", "plan.json"]) rmSync(join(folder, "t", name));
    await run.harness.exactly(["report", join(folder, "t")]);
    expect(run.json("summary.json")).toMatchObject({ kind: "talk", scheduleHash: "" });
    expect(run.level()).toMatchObject({ concurrency: 3, stalls: { share50: 0 } });
    expect(run.level()).toMatchObject({ ok: 6, talk: { conversations: 3 } });
  },
);

test.concurrent(
  "several processes hold the same conversations; Ctrl-C keeps what was measured",
  async () => {
    const replies: string[] = [];
    using run = openTalk((reply) => {
      replies.push("");
      return speak(reply);
    });
    const args = [
      "talk",
      "--host",
      run.fake.url,
      ...QUICK,
      "--workers",
      "2",
      "--conversations",
      "2",
    ];
    const child = run.harness.start([...args, "--turns", "1000"]);
    while (replies.length < 6) await Bun.sleep(20);
    child.kill("SIGINT");
    expect(await child.exited).toBe(130);
    const { ok, talk } = run.level();
    expect(ok).toBeGreaterThanOrEqual(4);
    expect(talk.conversations).toBe(2);
  },
);

test.concurrent(
  "a recording of a model sets the times of the tokens, or the replies themselves",
  async () => {
    const texts: string[] = [];
    using run = openTalk(async (reply) => {
      await speak(reply);
      texts.push(reply.text);
    });
    const path = join(run.harness.folder, "lm.jsonl");
    const line = [
      "talk",
      "--host",
      run.fake.url,
      "--pause",
      "0",
      "--no-listen",
      "--turns",
      "1",
      "--wire",
      "elevenlabs-single",
      "--lm-recording",
      path,
    ];
    // Empty tokens are not sent: in this protocol they would end the reply.
    const times = [
      ["", 0],
      ["Hi", 10],
      ["", 40],
      [" you.", 70],
    ];
    const tokens = times.map(([text, ms]) => ({ text, ms }));
    writeFileSync(path, `${JSON.stringify({ tokens })}\n`);
    await run.harness.run(line);
    const [{ talk, sentMs }] = run.records();
    expect(texts).toEqual(["Hi you."]);
    expect(talk.lastTokenMs - sentMs).toBeGreaterThan(58);
    for (const wrong of [
      '{"tokens":[{"text":"Hi","ms":10},{"text":"you","ms":7}]}',
      '{"tokens":[{"text":" ","ms":0},{"text":"","ms":7}]}',
      "[1,-2]",
      '{"x":1}',
      '[1]\n{"tokens":[{"text":"a","ms":1}]}',
      "",
    ]) {
      writeFileSync(path, wrong);
      const { code, stderr } = await run.harness.run(line);
      expect([code, stderr]).toEqual([1, expect.stringContaining("--lm-recording")]);
    }
  },
);

test.concurrent("the server cannot repeat a secret into the files", async () => {
  using run = openTalk((reply) =>
    reply.raw('{"error":"invalid","message":"unknown key sesame-open-1","code":1008}'),
  );
  const { stdout, stderr } = await run.talk("--turns 1 --header xi-api-key=sesame-open-1");
  expect(run.fake.requests[0]?.headers.get("xi-api-key")).toBe("sesame-open-1");
  const files = ["requests.jsonl", "summary.json", "report.html", "logs.txt", "requests.csv"];
  for (const text of [stdout, stderr, ...files.map(run.harness.read)])
    expect(text).not.toContain("sesame");
});

test.concurrent.each([
  ["--wire deepgram --response-format mp3", "deepgram has pcm, ulaw, alaw, not mp3"],
  ["--wire vllm-omni --response-format pcm_16000", "vllm-omni has no sample rates"],
  ["--response-format loud", "`--response-format` to be a format such as pcm"],
  [
    "--wire carrier-pigeon",
    "`--wire` to be one of elevenlabs, elevenlabs-single, deepgram, vllm-omni, http",
  ],
  ["--conversations 0", "`--conversations` to be an integer"],
  ["--interrupt 2", "a fraction from 0 to 1"],
  ["--tokens-per-s 10 --lm-recording x.json", "--tokens-per-s and --lm-recording are both given"],
  ["--workers 2", "--concurrency 1 is below the number of processes (2)"],
])("a usage error names the flag: %s", async (line, message) => {
  using run = openTalk(speak);
  const args = ["talk", "--host", run.fake.url, ...line.split(" ")];
  const { code, stderr } = await run.harness.run(args);
  expect(code).toBe(1);
  expect(stderr).toContain(message);
});

import { expect, test } from "bun:test";
import type { Engine, Utterance } from "./engine.ts";
import { OUTPUT_HZ, type SpeechRequest, synthesize } from "./synthesize.ts";
import { NORMALISE_DEFAULTS } from "./text/normalise.ts";

const SAMPLING = {
  temperature: 0.7,
  topP: 1,
  repetitionPenalty: 1,
  maxTokens: 100,
  maxTokensSet: false,
};

/** An engine that says each utterance as 10 ms of one level, and remembers what it was asked. */
function fakeEngine(sampleRate: number): Engine & { asked: Utterance[]; closed: number } {
  const engine = {
    id: "fake",
    sampleRate,
    voices: [{ id: "a", name: "a" }],
    nativeSpeed: false,
    timing: "exact" as const,
    openVoices: false,
    speakable: /[a-z]/i,
    asked: [] as Utterance[],
    closed: 0,
    async *speak(utterances: AsyncIterable<Utterance>) {
      try {
        for await (const utterance of utterances) {
          engine.asked.push(utterance);
          yield { pcm: new Float32Array(sampleRate / 100).fill(0.5) };
        }
      } finally {
        engine.closed += 1;
      }
    },
    unready: () => null,
    close: async () => {},
  };
  return engine;
}

function request(input: string, speed = 1): SpeechRequest {
  const listener = { kind: "live", targetMs: 300 } as const;
  return { input, voice: "a", speed, normalize: NORMALISE_DEFAULTS, sampling: SAMPLING, listener };
}

const live = new AbortController().signal;

test("each utterance is spoken in order and the audio comes at the output rate", async () => {
  const engine = fakeEngine(16_000);
  const chunks = await Array.fromAsync(
    synthesize(request("Here is one sentence. 12! And here is the next."), engine, live),
  );
  expect(engine.asked.map((utterance) => utterance.text)).toEqual([
    "Here is one sentence.",
    "12! And here is the next.",
  ]);
  const samples = chunks.reduce((sum, { pcm }) => sum + pcm.length, 0);
  expect(samples).toBe((2 * OUTPUT_HZ) / 100);
});

test("an utterance without anything that the engine can speak is left out", async () => {
  const engine = fakeEngine(OUTPUT_HZ);
  const input = `This is the first sentence here. ${"漢".repeat(60)}。 This is the last one of them.`;
  await Array.fromAsync(synthesize(request(input), engine, live));
  expect(engine.asked).toHaveLength(2);
  expect(engine.asked[1]?.text).toEndWith("This is the last one of them.");
});

test("nothing to speak is the client's mistake, on the field input", async () => {
  for (const input of ["", " \n", "!!!", "😀😀", "你好", "\0\ud800"]) {
    const speech = synthesize(request(input), fakeEngine(OUTPUT_HZ), live);
    expect(speech.next()).rejects.toMatchObject({ code: "invalid_input", param: "input" });
  }
});

test("text is split no further than it is spoken, and a reader that leaves closes the engine", async () => {
  const engine = fakeEngine(OUTPUT_HZ);
  const speech = synthesize(request("This is another sentence. ".repeat(500)), engine, live);
  await speech.next();
  await speech.next();
  await speech.return(undefined);
  expect(engine.asked.length).toBe(2);
  expect(engine.closed).toBe(1);
});

test("a speed that the engine can't speak at is made behind it, over the whole answer", async () => {
  const input = "This is another sentence. ".repeat(9);
  for (const [nativeSpeed, speed] of [
    [false, 0.5],
    [false, 2],
    [true, 2],
  ] as const) {
    const engine = { ...fakeEngine(16_000), nativeSpeed };
    const chunks = await Array.fromAsync(synthesize(request(input, speed), engine, live));
    const samples = chunks.reduce((sum, { pcm }) => sum + pcm.length, 0);
    const natural = (engine.asked.length * OUTPUT_HZ) / 100;
    expect(samples).toBe(nativeSpeed ? natural : natural / speed);
    expect(engine.asked.every((utterance) => utterance.speed === speed)).toBeTrue();
  }
});

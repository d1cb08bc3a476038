import { expect, test } from "bun:test";
import { expectedAudio } from "../../fixtures/makeDecoder.ts";
import { random } from "../../fixtures/random.ts";
import { createTokenParser } from "../lm/tokens.ts";
import { createCodec } from "./codec.ts";
import { joined } from "../audio/pcm.ts";
import { arriving, codesOf, collected, difference, fakeDecoder } from "./decode/decoder.fake.ts";
import { yieldToEventLoop } from "../eventLoop.ts";
import { SAMPLES_PER_TOKEN } from "./codes.ts";

const live = new AbortController().signal;
/** Number of samples in the 12 ms before a border, in which two windows are crossfaded. */
const FADE = 288;

/** Parses tokens from an LM's text that arrives in byte chunks of random size. */
async function* parsed(text: string, next: (below: number) => number) {
  const parser = createTokenParser("s_");
  const bytes = new TextEncoder().encode(text);
  const decoder = new TextDecoder();
  for (let at = 0; at < bytes.length;) {
    const end = at + 1 + next(120);
    const codes = parser.push(decoder.decode(bytes.subarray(at, end), { stream: true }));
    if (codes.length > 0) yield codes;
    at = end;
    if (next(3) === 0) await yieldToEventLoop();
  }
}

/**
 * Returns the code of a tone of 200 … 800 Hz. Its amplitude gives all tones the same steepness, so that only a border
 * can be steeper.
 */
function steadyCode(pitch: number): number {
  const level = Math.round(((160 / (200 + 50 * pitch) - 0.2) / 0.6) * 1023);
  return level * 64 + pitch;
}

/**
 * Returns a function that adds an offset to the audio of the fixture decoder. The sign of the offset alternates from
 * window to window.
 */
function withDrift(): (codes: Int32Array) => Float32Array {
  let offset = 0.02;
  return (codes) => {
    offset = -offset;
    return expectedAudio([...codes]).map((sample) => sample + offset);
  };
}

test("codec - window borders do not click for any count, hop, context, pace and split of the text", async () => {
  const inside: number[] = [];
  const borders: number[] = [];
  for (let seed = 0; seed < 25; seed += 1) {
    const next = random(seed);
    const codes = Array.from({ length: 1 + next(250) }, () => steadyCode(next(13)));
    const text = codes.map((code) => `<|s_${code}|>${next(9) === 0 ? "é<|x|>" : ""}`).join("");
    const listener = {
      kind: next(3) === 0 ? "file" : "live",
      targetMs: 300,
      hopS: 0.1 + next(20) / 10,
      contextS: 0.06 + next(10) / 20,
    } as const;
    const codec = createCodec(fakeDecoder({ sound: withDrift() }).decoder);
    const chunks = await Array.fromAsync(codec(parsed(text, next), listener, live));
    const audio = joined(chunks);
    expect(audio.length).toBe(codes.length * SAMPLES_PER_TOKEN);
    let start = 0;
    for (const chunk of chunks) {
      for (let at = Math.max(1, start); at < start + chunk.length; at += 1) {
        const jump = Math.abs(audio[at]! - audio[at - 1]!);
        // Every chunk but the first starts with the crossfade.
        (start > 0 && at <= start + FADE ? borders : inside).push(jump);
      }
      start += chunk.length;
    }
  }
  const usual = Float32Array.from(inside).sort()[Math.floor(0.999 * inside.length)] ?? 0;
  const steepest = borders.reduce((a, b) => Math.max(a, b), 0);
  expect(borders.length).toBeGreaterThan(10 * FADE);
  expect(steepest).toBeLessThanOrEqual(1.01 * usual);
}, 30_000);

test("codec - an utterance with the codes before it sounds as if it were decoded together with them", async () => {
  for (const [kind, contextS] of [
    ["live", 0.2],
    ["file", 0.2],
    ["live", 0.06],
  ] as const)
    for (const count of [1, 12, 400]) {
      const [before, codes] = [codesOf(50, 1), codesOf(count, 2)];
      const codec = createCodec(fakeDecoder().decoder);
      const listener = { kind, contextS, targetMs: 300 };
      const since = before.length * SAMPLES_PER_TOKEN;
      const together = expectedAudio([...before, ...codes]).subarray(since);
      const continued = await collected(codec(arriving(codes, 3), { ...listener, before }, live));
      const alone = await collected(codec(arriving(codes, 3), listener, live));
      expect(continued.length).toBe(codes.length * SAMPLES_PER_TOKEN);
      expect(difference(continued, together)).toBeLessThan(1e-6);
      expect(difference(alone, together)).toBeGreaterThan(0.01);
    }
});

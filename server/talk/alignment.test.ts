import { expect, test } from "bun:test";
import { elevenLabsForm } from "../../src/audio/forms/elevenLabs.ts";
import { random as createRandom } from "../../fixtures/random.ts";
import { openFakeSession } from "./session.fake.ts";

const PIECES = [
  "Hello there. ",
  "Well, ",
  "I would like to know it, ",
  "RM12.50 ",
  "😀 ",
  "**bold** ",
  "e.g. ",
  "naïve ",
  "three\nlines\n\nof text. ",
  "<b>tag</b>! ",
  "\u4f60\u597d\u3002",
  "- item one\n",
  "Dr. Lee ",
  "…and so on? ",
] as const;
const FORMS = ["pcm_16000", "pcm_8000", "ulaw_8000", "mp3_22050_32", "opus_48000_32", "pcm_44100"];

/** Bytes a second of the forms whose length follows from their bytes. */
const BYTES_PER_S: Readonly<Record<string, number>> = {
  pcm_16000: 32_000,
  pcm_8000: 16_000,
  ulaw_8000: 8000,
  pcm_44100: 88_200,
};

test("for any text, split, format and speed the characters join to the text, starts never fall, and the end is that of the audio", async () => {
  const random = createRandom(23);
  for (let round = 0; round < 40; round += 1) {
    const text = Array.from({ length: 1 + random(8) }, () => PIECES[random(PIECES.length)])
      .join("")
      .concat("end");
    const name = FORMS[random(FORMS.length)]!;
    const speed = [0.5, 1, 1.3, 4][random(4)]!;
    const clock = random(2) > 0 ? "context" : "message";
    const talk = openFakeSession({ settings: { form: elevenLabsForm(name), speed, clock } });
    for (let at = 0; at < text.length;) {
      const end = at + 1 + random(14);
      talk.text(text.slice(at, end));
      if (random(5) === 0) talk.flush();
      if (random(3) === 0) await Bun.sleep(0);
      at = end;
    }
    talk.flush();
    talk.say({ do: "closeSocket", now: false });
    await talk.final();
    const frames = talk.events.flatMap((event) => (event.is === "audio" ? [event] : []));
    const chars = frames.flatMap((frame) => frame.chars?.chars ?? []).join("");
    expect({ text, chars: chars.trim() }).toEqual({ text, chars: text.trim() });
    let endMs = 0;
    for (const { chars: times } of frames) {
      const originMs = clock === "message" ? endMs : 0;
      for (const [at, startMs] of (times?.startsMs ?? []).entries()) {
        expect(startMs + originMs).toBe(endMs);
        expect(times!.durationsMs[at]).toBeGreaterThanOrEqual(0);
        endMs += times!.durationsMs[at]!;
      }
    }
    const bytes = frames.reduce((sum, frame) => sum + frame.bytes.length, 0);
    const seconds = BYTES_PER_S[name]
      ? bytes / BYTES_PER_S[name]
      : talk.records[0]!.speech!.audioS!;
    expect(Math.abs(endMs / 1000 - seconds)).toBeLessThan(0.06);
  }
});

test("a text in pieces has the utterances of the whole, however its sentences arrive", async () => {
  const random = createRandom(29);
  const text =
    "Yes. Then we went, as they say, to e.g. Ipoh. No! Why? It cost RM12.50 or so. The end.";
  const spoken = async (pieces: readonly string[]): Promise<string[]> => {
    const talk = openFakeSession({ settings: { schedule: [500] } });
    for (const piece of pieces) talk.text(piece);
    talk.say({ do: "finish", context: "a" });
    await talk.final();
    return talk.said;
  };
  const wanted = await spoken([text]);
  expect(wanted.length).toBe(6);
  for (let round = 0; round < 20; round += 1) {
    const pieces: string[] = [];
    for (let at = 0; at < text.length;) {
      const end = at + 1 + random(9);
      pieces.push(text.slice(at, end));
      at = end;
    }
    expect(await spoken(pieces)).toEqual(wanted);
  }
});

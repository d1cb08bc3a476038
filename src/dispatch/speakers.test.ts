import { expect, test } from "bun:test";
import type { Engine, Voice } from "../engine.ts";
import { SpeechError } from "../errors.ts";
import { speakersOf } from "./speakers.ts";

function engineOf(id: string, voices: readonly Voice[], isReady = true): Engine {
  return {
    id,
    sampleRate: 24_000,
    voices,
    unit: "sentence",
    nativeSpeed: true,
    timing: "exact",
    openVoices: voices.length === 0,
    speakable: /[a-z]/i,
    speak: () => (async function* silence() {})(),
    unready: () => (isReady ? null : new SpeechError("not_ready", "no")),
    close: async () => {},
  };
}

const US = { language: "en-US", speaks: ["en", "ms"] } as const;
const CN = { language: "zh-CN", speaks: ["zh"] } as const;
const ENGLISH: Voice[] = [
  { id: "heart", name: "Heart", gender: "female", ...US },
  { id: "fenrir", name: "Fenrir", gender: "male", ...US },
];
const CHINESE: Voice[] = [
  { id: "af_heart", name: "Heart", gender: "female", ...US },
  { id: "zf_xiaobei", name: "Xiaobei", gender: "female", ...CN },
  { id: "zm_yunxi", name: "Yunxi", gender: "male", ...CN },
];
const hibari = engineOf("hibari", ENGLISH);
const kokoro = engineOf("kokoro", CHINESE);
const lm = engineOf("neucodec", []);

/** Returns who speaks English, Malay and Chinese in a request for a voice. */
function cast(engine: Engine, voice: string, engines: readonly Engine[] | null): string[] {
  const speakerOf = speakersOf({ engine, voice, engines });
  return (["en", "ms", "zh"] as const).map((language) => {
    const speaker = speakerOf(language);
    return `${speaker.engine.id} ${speaker.voice}`;
  });
}

test("a language that the voice does not speak goes to a voice of that language, of the same gender", () => {
  const both = [hibari, kokoro];
  expect(cast(hibari, "heart", both)).toEqual([
    "hibari heart",
    "hibari heart",
    "kokoro zf_xiaobei",
  ]);
  expect(cast(hibari, "fenrir", both)[2]).toBe("kokoro zm_yunxi");
  expect(cast(kokoro, "af_heart", both)[2]).toBe("kokoro zf_xiaobei");
});

test("of the voices of the same gender, that of the same engine is preferred", () => {
  expect(cast(kokoro, "zf_xiaobei", [hibari, kokoro])[0]).toBe("kokoro af_heart");
  expect(cast(kokoro, "zm_yunxi", [hibari, kokoro])[0]).toBe("hibari fenrir");
  expect(cast(kokoro, "zm_yunxi", [kokoro])[0]).toBe("kokoro af_heart");
});

test("without a voice of the language, one that can say it by rules speaks, first the voice of the request", () => {
  expect(cast(hibari, "fenrir", [hibari, kokoro])[1]).toBe("hibari fenrir");
  expect(cast(kokoro, "zf_xiaobei", [kokoro])[1]).toBe("kokoro af_heart");
  const native = engineOf("siti", [{ id: "siti", name: "Siti", language: "ms-MY" }]);
  expect(cast(hibari, "fenrir", [hibari, native])[1]).toBe("siti siti");
});

test("without a voice that can say the language, the voice of the request speaks", () => {
  const absent = engineOf("kokoro", CHINESE, false);
  for (const engines of [[hibari], [hibari, lm], [hibari, absent]])
    expect(cast(hibari, "heart", engines)[2]).toBe("hibari heart");
});

test("a voice without a language, and a cloned voice, speak every language", () => {
  const all = [hibari, kokoro, lm];
  expect(new Set(cast(lm, "husein", all))).toEqual(new Set(["neucodec husein"]));
  expect(new Set(cast(kokoro, "af_heart", null))).toEqual(new Set(["kokoro af_heart"]));
});

test("utterances have the shape that their engine wants, and those of one voice have the same", () => {
  const short: Engine = { ...kokoro, longestS: [2, 4] };
  const flite: Engine = { ...hibari, unit: "passage" };
  const engines = [flite, short];
  const speakerOf = speakersOf({ engine: flite, voice: "heart", engines, limitS: 9 });
  expect(speakerOf("ms").shape).toBe(speakerOf("en").shape);
  expect(speakerOf("zh").shape).toBe(speakerOf("zh").shape);
  expect(speakerOf("en").shape).toEqual({ unit: "passage", limitS: 9 });
  expect(speakerOf("zh").shape).toEqual({ unit: "sentence", longestS: [2, 4] });
});

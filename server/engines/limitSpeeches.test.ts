import { expect, test } from "bun:test";
import type { Engine, Utterance } from "../../src/engine.ts";
import type { Sound } from "../../src/sound.ts";
import { limitSpeeches } from "./limitSpeeches.ts";

const SOUND: Sound = { pcm: new Float32Array(1) };
const engine: Engine = {
  id: "slow",
  sampleRate: 24_000,
  voices: [],
  unit: "sentence",
  nativeSpeed: true,
  timing: "exact",
  openVoices: false,
  speakable: /./,
  async *speak() {
    yield SOUND;
    yield SOUND;
  },
  unready: () => null,
  close: async () => {},
};

test("an answer beyond the limit is refused until another one has ended", async () => {
  const limited = limitSpeeches(engine, 2);
  const none = (async function* nothing(): AsyncGenerator<Utterance> {})();
  const begin = () => {
    const options = { listener: { kind: "live", targetMs: 300 } } as const;
    return limited.speak(none, options, new AbortController().signal)[Symbol.asyncIterator]();
  };
  const [first, second, third] = [begin(), begin(), begin()];
  await first.next();
  await second.next();
  await expect(third.next()).rejects.toMatchObject({ code: "overloaded", retryAfterS: 5 });
  await first.return?.();
  expect(await begin().next()).toEqual({ done: false, value: SOUND });
  await expect(begin().next()).rejects.toMatchObject({ code: "overloaded" });
});

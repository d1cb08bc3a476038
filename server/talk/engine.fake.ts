import type { Engine, Utterance } from "../../src/engine.ts";
import { OUTPUT_HZ } from "../../src/audio/pcm.ts";
import type { Mark } from "../../src/sound.ts";

/** Seconds of each word of the fake engine, and of the silence after each utterance. */
const WORD_S = 0.1;
const SILENCE_S = 0.05;

interface Options {
  /** Called before each utterance; can wait or throw. */
  readonly before?: (text: string, signal: AbortSignal) => Promise<void> | void;
}

/** Creates an engine whose words last 0.1 s each, with marks, in chunks of 0.25 s. `said` has what it spoke. */
export function createWordEngine({ before = () => {} }: Options = {}) {
  const said: string[] = [];
  const state = { speaking: 0 };
  const engine: Engine = {
    id: "fake",
    sampleRate: OUTPUT_HZ,
    voices: [{ id: "anna", name: "Anna" }],
    unit: "passage",
    nativeSpeed: true,
    timing: "exact",
    openVoices: false,
    speakable: /[a-z\u4e00-\u9fff]/i,
    async *speak(utterances: AsyncIterable<Utterance>, _options, signal) {
      state.speaking += 1;
      let sinceS = 0;
      try {
        for await (const { text, words, speed } of utterances) {
          said.push(text);
          await before(text, signal);
          if (signal.aborted) return;
          const marks = words.map(({ start, end }, at): Mark => {
            const fromS = sinceS + (at * WORD_S) / speed;
            return { start, end, fromS, toS: fromS + WORD_S / speed };
          });
          const lengthS = (words.length * WORD_S) / speed + SILENCE_S;
          const pcm = new Float32Array(Math.round(lengthS * OUTPUT_HZ)).fill(0.25);
          const size = OUTPUT_HZ / 4;
          for (let at = 0; at < pcm.length; at += size)
            yield { pcm: pcm.subarray(at, at + size), ...(at === 0 && { marks }) };
          sinceS += pcm.length / OUTPUT_HZ;
        }
      } finally {
        state.speaking -= 1;
      }
    },
    unready: () => null,
    close: async () => {},
  };
  return { engine, said, state };
}

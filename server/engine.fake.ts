import type { Engine, Utterance } from "../src/engine.ts";
import { SpeechError } from "../src/errors.ts";

/** A fake engine with counters that tests read. */
export interface FakeEngine extends Engine {
  /** Number of requests that are being synthesised. */
  speaking: number;
  /** The texts of all utterances, in order. */
  readonly said: string[];
  /** The message of the error that `unready()` returns; null: ready. */
  reason: string | null;
}

interface Behaviour {
  /** Called before each chunk of 100 ms; can wait or throw. */
  readonly before?: (chunk: number, signal: AbortSignal) => Promise<void> | void;
  readonly chunks?: number;
}

/** Creates an engine that yields `chunks` chunks of 100 ms at 24 kHz for each utterance; all samples are 0.25. */
export function createFakeEngine({ before = () => {}, chunks = 3 }: Behaviour = {}): FakeEngine {
  const engine: FakeEngine = {
    id: "fake",
    sampleRate: 24_000,
    voices: [
      { id: "anna", name: "Anna" },
      { id: "ben", name: "Ben" },
    ],
    unit: "passage",
    nativeSpeed: true,
    timing: "estimated",
    openVoices: false,
    speakable: /[a-z]/i,
    speaking: 0,
    said: [],
    reason: null,
    async *speak(utterances: AsyncIterable<Utterance>, _listener, signal) {
      engine.speaking += 1;
      try {
        for await (const { text } of utterances) {
          engine.said.push(text);
          for (let chunk = 0; chunk < chunks; chunk += 1) {
            await before(chunk, signal);
            yield { pcm: new Float32Array(2400).fill(0.25) };
          }
        }
      } finally {
        engine.speaking -= 1;
      }
    },
    unready: () => (engine.reason === null ? null : new SpeechError("not_ready", engine.reason)),
    close: async () => {},
  };
  return engine;
}

import { expect, test } from "bun:test";
import type { Engine, Utterance } from "../engine.ts";
import { SAMPLING } from "../sampling.fake.ts";
import { gathered } from "../sound.fake.ts";
import { type Line, speakInTurns } from "./turns.ts";

const live = new AbortController().signal;
const options = { listener: { kind: "live", targetMs: 300 } } as const;

interface Behaviour {
  readonly sampleRate?: number;
  readonly nativeSpeed?: boolean;
  /** Called when the engine works on an utterance; can wait or throw. */
  readonly before?: (text: string, signal: AbortSignal) => Promise<void> | void;
}

/** Creates an engine that speaks each utterance for 1 s, divided by the speed if it is native, with one mark. */
function engineOf(id: string, log: string[], behaviour: Behaviour = {}): Engine {
  const { sampleRate = 24_000, nativeSpeed = true, before = () => {} } = behaviour;
  return {
    id,
    sampleRate,
    voices: [],
    unit: "sentence",
    nativeSpeed,
    timing: "exact",
    openVoices: true,
    speakable: /[a-z]/i,
    async *speak(utterances, _options, signal) {
      let atS = 0;
      log.push(`${id} opens`);
      try {
        for await (const { text, speed, words } of utterances) {
          log.push(`${id} ${text}`);
          await before(text, signal);
          const lengthS = nativeSpeed ? 1 / speed : 1;
          const { start, end } = words[0]!;
          yield {
            pcm: new Float32Array(lengthS * sampleRate),
            marks: [{ start, end, fromS: atS, toS: atS + lengthS }],
          };
          atS += lengthS;
        }
      } finally {
        log.push(`${id} closes`);
      }
    },
    unready: () => null,
    close: async () => {},
  };
}

function linesOf(engines: readonly Engine[], speed = 1, log: string[] = []) {
  async function* lines(): AsyncGenerator<Line, void, void> {
    for (const [at, engine] of engines.entries()) {
      const text = `u${at}`;
      const words = [{ text, start: at, end: at + 1 }];
      const own = { language: "en", begins: "sentence", voice: "v", sampling: SAMPLING } as const;
      const utterance: Utterance = { ...own, text, words, speed };
      log.push(`line ${at}`);
      yield { engine, utterance };
    }
  }
  return lines();
}

async function speak(lines: AsyncGenerator<Line, void, void>, signal = live) {
  const first = await lines.next();
  if (first.done) throw new Error("there are no lines");
  return speakInTurns({ first: first.value, rest: lines, options }, signal);
}

async function heard(lines: AsyncGenerator<Line, void, void>) {
  const { samples, marks } = await gathered(await speak(lines));
  return {
    seconds: samples.length / 24_000,
    times: marks.map(({ start, fromS, toS }) => [start, fromS, toS]),
  };
}

test("engines speak in turns, and the marks count from the beginning of the answer", async () => {
  const log: string[] = [];
  const [a, b] = [engineOf("a", log), engineOf("b", log)];
  expect(await heard(linesOf([a, a, b, a]))).toEqual({
    seconds: 4,
    times: [
      [0, 0, 1],
      [1, 1, 2],
      [2, 2, 3],
      [3, 3, 4],
    ],
  });
  expect(log.filter((entry) => / u/.test(entry))).toEqual(["a u0", "a u1", "b u2", "a u3"]);
  expect(log.filter((entry) => entry.endsWith("closes"))).toHaveLength(3);
});

test("each engine's sound is resampled, and stretched only if the engine does not apply the speed", async () => {
  const a = engineOf("a", [], { nativeSpeed: true });
  const b = engineOf("b", [], { nativeSpeed: false, sampleRate: 16_000 });
  const { seconds, times } = await heard(linesOf([a, b, b, a], 2));
  expect(seconds).toBeCloseTo(2, 3);
  for (const [at, [start, fromS, toS]] of times.entries()) {
    expect(start).toBe(at);
    expect(fromS).toBeCloseTo(at / 2, 3);
    expect(toS).toBeCloseTo((at + 1) / 2, 3);
  }
});

/** Makes an engine ask for the next utterance before it yields the sound of one, as engines with a look-ahead do. */
function eager(engine: Engine): Engine {
  async function* ahead(utterances: AsyncIterable<Utterance>): AsyncGenerator<Utterance> {
    const all = utterances[Symbol.asyncIterator]();
    let next = all.next();
    for (let now = await next; !now.done; now = await next) {
      next = all.next();
      yield now.value;
    }
  }
  return {
    ...engine,
    speak: (utterances, given, signal) => engine.speak(ahead(utterances), given, signal),
  };
}

const hang = async (_text: string, signal: AbortSignal): Promise<void> => {
  const { promise, reject } = Promise.withResolvers<void>();
  signal.addEventListener("abort", () => reject(signal.reason as Error));
  if (!signal.aborted) await promise;
};

test("the next engine works on its first utterance, and on no further one, while the last one before it is read", async () => {
  const log: string[] = [];
  const [a, b] = [eager(engineOf("a", log)), engineOf("b", log)];
  const sounds = await speak(linesOf([a, b, b], 1, log));
  await sounds.next();
  while (!log.includes("b u1")) await Bun.sleep(1);
  expect(log).not.toContain("line 2");
  await Array.fromAsync(sounds);
  expect(log).toContain("b u2");
});

test("a reader that returns closes the engine that speaks and the one that has begun early", async () => {
  const log: string[] = [];
  const [a, b] = [eager(engineOf("a", log)), engineOf("b", log, { before: hang })];
  const sounds = await speak(linesOf([a, b, a], 1, log));
  await sounds.next();
  while (!log.includes("b u1")) await Bun.sleep(1);
  await sounds.return(undefined);
  expect(log.filter((entry) => entry.endsWith("closes"))).toEqual(["a closes", "b closes"]);
  expect(log).not.toContain("line 2");
});

test("a reader that returns gets no error of the run that it stops", async () => {
  const speaker = engineOf("speaker", []);
  const stopped: Engine = {
    ...speaker,
    async *speak(utterances, speakOptions, signal) {
      try {
        yield* speaker.speak(utterances, speakOptions, signal);
      } finally {
        signal.throwIfAborted();
      }
    },
  };
  const sounds = await speak(linesOf([stopped, stopped]));
  for await (const _ of sounds) break;
});

test("an abort while a later engine works ends the answer and closes that engine", async () => {
  const log: string[] = [];
  const client = new AbortController();
  const [a, b] = [engineOf("a", log), engineOf("b", log, { before: hang })];
  const sounds = await speak(linesOf([a, b, a], 1, log), client.signal);
  await sounds.next();
  const next = sounds.next();
  while (!log.includes("b u1")) await Bun.sleep(1);
  client.abort(new Error("gone"));
  await expect(next).rejects.toThrow("gone");
  expect(log).toContain("b closes");
});

test("an error of a later engine ends the answer and closes all engines", async () => {
  const log: string[] = [];
  const fail = (): never => {
    throw new Error("no voice");
  };
  const [a, b] = [engineOf("a", log), engineOf("b", log, { before: fail })];
  await expect(heard(linesOf([a, b, a]))).rejects.toThrow("no voice");
  expect(log.filter((entry) => entry.endsWith("opens"))).toHaveLength(2);
  expect(log.filter((entry) => entry.endsWith("closes"))).toHaveLength(2);
});

import { expectedAudio } from "../../../fixtures/makeDecoder.ts";
import { random } from "../../../fixtures/random.ts";
import { joined } from "../../audio/pcm.ts";
import { yieldToEventLoop } from "../../eventLoop.ts";
import type { Decoder } from "./decoder.ts";
import { CODEBOOK_SIZE, SAMPLES_PER_TOKEN } from "../codes.ts";

/** `borrow` of a fake decoder, by its `decode`. */
export const borrowing = {
  async borrow<T>(
    this: Pick<Decoder, "decode">,
    codes: readonly Int32Array[],
    read: (audio: readonly Float32Array[]) => T,
  ): Promise<T> {
    return read(await this.decode(codes));
  },
};

interface FakeDecoder {
  readonly decoder: Decoder;
  /** The window lengths of each run. */
  readonly batches: number[][];
}

interface FakeOptions {
  /** Returns true for a window whose run must fail. */
  readonly refuse?: (codes: Int32Array) => boolean;
  /** Returns the audio of a window. The default is the audio of the fixture decoder. */
  readonly sound?: (codes: Int32Array) => Float32Array;
}

/** Creates a fake of the fixture decoder without ONNX Runtime. A sample depends on two tokens on each side. */
export function fakeDecoder(options: FakeOptions = {}): FakeDecoder {
  const { refuse = () => false, sound = (codes) => expectedAudio([...codes]) } = options;
  const batches: number[][] = [];
  const decoder: Decoder = {
    ...borrowing,
    samplesPerToken: SAMPLES_PER_TOKEN,
    device: "cpu",
    lanes: 1,
    async decode(rows) {
      batches.push(rows.map((row) => row.length));
      await yieldToEventLoop();
      if (rows.some(refuse)) throw new Error("boom");
      return rows.map(sound);
    },
    close: async () => {},
  };
  return { decoder, batches };
}

/** Returns audio in which every sample is its token's code ÷ 65,536, so that tests detect a lost or moved sample. */
export function steps(codes: ArrayLike<number>): Float32Array {
  const audio = new Float32Array(codes.length * SAMPLES_PER_TOKEN);
  for (let i = 0; i < codes.length; i++) {
    audio.fill(codes[i]! / CODEBOOK_SIZE, i * SAMPLES_PER_TOKEN, (i + 1) * SAMPLES_PER_TOKEN);
  }
  return audio;
}

/** Returns `count` pseudo-random codes. */
export function codesOf(count: number, seed: number): number[] {
  const next = random(seed);
  return Array.from({ length: count }, () => next(CODEBOOK_SIZE));
}

/** Yields codes in chunks of random size. After about every third chunk, waits for an iteration of the event loop. */
export async function* arriving(
  codes: readonly number[],
  seed: number,
): AsyncGenerator<readonly number[]> {
  const next = random(seed);
  for (let at = 0; at < codes.length;) {
    const end = at + 1 + next(40);
    yield codes.slice(at, end);
    at = end;
    if (next(3) === 0) await yieldToEventLoop();
  }
}

/** Joins all chunks of a stream. */
export async function collected(chunks: AsyncIterable<Float32Array>): Promise<Float32Array> {
  return joined(await Array.fromAsync(chunks));
}

/** Returns the largest difference between two samples at the same index. */
export function difference(a: Float32Array, b: Float32Array): number {
  return a.reduce((max, sample, index) => Math.max(max, Math.abs(sample - (b[index] ?? 0))), 0);
}

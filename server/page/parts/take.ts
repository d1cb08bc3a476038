import { OUTPUT_HZ } from "../../../src/audio/pcm.ts";
import { type ApiError, toApiError } from "./api.ts";
import { createStore, type Store } from "./store.ts";
import { speak, type SpeechRequest, type TimedWord } from "./speech.ts";

/** A text that was spoken once, as far as it has arrived. */
export interface Take {
  readonly request: SpeechRequest;
  readonly state: "speaking" | "complete" | "stopped" | "failed";
  readonly words: readonly TimedWord[];
  readonly chunks: readonly Int16Array[];
  readonly audioS: number;
  /** Letters and digits that no voice can say. */
  readonly unspoken: number;
  readonly error: ApiError | null;
  /** Times since the request was sent, milliseconds; null before. */
  readonly firstBytesMs: number | null;
  readonly completeMs: number | null;
}

/** A take while it is spoken. */
export interface Recording {
  readonly take: Store<Take>;
  /** `performance.now()` when the request was sent. */
  readonly sentMs: number;
  /** All samples so far; the take follows a little later. */
  readonly chunks: readonly Int16Array[];
  stop(): void;
  /** Resolves when the take has ended, however it did. */
  readonly ended: Promise<Take>;
}

/** Time between two changes of a take that are shown, milliseconds: rendering a long text takes about as long. */
const SHOWN_EVERY_MS = 100;

/** Speaks a text. `onAudio` gets the samples as they arrive. Failures are in the take. */
export function record(request: SpeechRequest, onAudio: (pcm: Int16Array) => void): Recording {
  const abort = new AbortController();
  const sentMs = performance.now();
  const words: TimedWord[] = [];
  const chunks: Int16Array[] = [];
  const take = createStore<Take>({
    request,
    state: "speaking",
    words: [],
    chunks: [],
    audioS: 0,
    unspoken: 0,
    error: null,
    firstBytesMs: null,
    completeMs: null,
  });
  let audioS = 0;
  let shownMs = 0;
  const show = (changes: Partial<Take>): void => {
    shownMs = performance.now();
    take.set({ ...take.get(), words: [...words], chunks: [...chunks], audioS, ...changes });
  };
  const sinceMs = (): number => performance.now() - sentMs;

  async function run(): Promise<Take> {
    try {
      for await (const part of speak(request, abort.signal)) {
        if (part.is === "answer") show({ unspoken: part.unspoken });
        else if (part.is === "word") words.push(part.word);
        else {
          chunks.push(part.pcm);
          audioS += part.pcm.length / OUTPUT_HZ;
          onAudio(part.pcm);
          if (take.get().firstBytesMs === null) show({ firstBytesMs: sinceMs() });
          else if (performance.now() - shownMs >= SHOWN_EVERY_MS) show({});
        }
      }
      show({ state: "complete", completeMs: sinceMs() });
    } catch (error) {
      if (abort.signal.aborted) show({ state: "stopped" });
      else show({ state: "failed", error: toApiError(error) });
    }
    return take.get();
  }
  return { take, sentMs, chunks, stop: () => abort.abort(), ended: run() };
}

/** Returns all samples of a take as one array. */
export function samplesOf({ chunks }: Pick<Take, "chunks">): Int16Array<ArrayBuffer> {
  const all = new Int16Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/** How the first tokens of a request are buffered until they make audio. */
export interface FirstAudio {
  /** Fewest tokens that make audio. An earlier failure is retried, here or on another LM. */
  readonly tokens: number;
  /** Called for each chunk that arrives while nothing has been yielded. */
  readonly onProgress: () => void;
}

/**
 * Yields the chunks of one generation. Nothing is yielded before `tokens` codes have arrived or the generation has
 * ended without an error: until then a retry repeats no audio.
 */
export async function* bufferUntilFirstAudio(
  pieces: AsyncIterable<readonly number[]>,
  { tokens, onProgress }: FirstAudio,
): AsyncGenerator<readonly number[]> {
  const buffered: number[] = [];
  let flushed = false;
  for await (const piece of pieces) {
    if (flushed) {
      yield piece;
      continue;
    }
    onProgress();
    buffered.push(...piece);
    if (buffered.length < tokens) continue;
    flushed = true;
    yield buffered;
  }
  if (!flushed && buffered.length > 0) yield buffered;
}

import type { FirstPiece } from "../engine.ts";

/**
 * The codes of one generation, none of them handed on before there are enough for a sound, or the generation has ended
 * well: until then another may take its place.
 */
export async function* held(
  pieces: AsyncIterable<readonly number[]>,
  { tokens, came }: FirstPiece,
): AsyncGenerator<readonly number[]> {
  const first: number[] = [];
  let handed = false;
  for await (const piece of pieces) {
    if (handed) {
      yield piece;
      continue;
    }
    came();
    first.push(...piece);
    if (first.length < tokens) continue;
    handed = true;
    yield first;
  }
  if (!handed && first.length > 0) yield first;
}

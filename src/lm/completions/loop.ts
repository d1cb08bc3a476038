import { TOKENS_PER_SECOND } from "../../codec/codes.ts";

/** Longest repeated sequence that is looked for, tokens: one second. */
const LONGEST_TOKENS = TOKENS_PER_SECOND;
/** Length of the repetitions together from which they count as a loop, tokens: three seconds. */
const LOOP_TOKENS = 3 * TOKENS_PER_SECOND;

/**
 * Finds repetition loops: the same sequence of 1 to 50 codes again and again for three seconds.
 *
 * @example
 * const isLoop = createLoopDetector();
 * for (const code of codes) if (isLoop(code)) break;
 */
export function createLoopDetector(): (code: number) => boolean {
  const recent = new Int32Array(LONGEST_TOKENS);
  /** At index n: number of codes in a row that equal the code n places before. */
  const equal = new Uint32Array(LONGEST_TOKENS + 1);
  let count = 0;
  return function isLoop(code) {
    let found = false;
    for (let n = 1; n <= Math.min(count, LONGEST_TOKENS); n += 1) {
      const length = recent[(count - n) % LONGEST_TOKENS] === code ? equal[n]! + 1 : 0;
      equal[n] = length;
      found ||= length + n >= LOOP_TOKENS;
    }
    recent[count % LONGEST_TOKENS] = code;
    count += 1;
    return found;
  };
}

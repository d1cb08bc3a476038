import type { Cut, Window } from "../schedule/windows.ts";

/** The tokens of one generation that windows may still need: undecoded tokens and left context. */
export interface TokenBuffer {
  /** Number of tokens received. */
  readonly arrived: number;
  push(tokens: readonly number[]): void;
  /** Returns the window of `cut`, with a copy of its codes, which is valid until the next call. */
  window(cut: Cut): Window;
  /** Releases the tokens before `position`. */
  releaseBefore(position: number): void;
}

/** Creates an empty buffer that grows as needed. */
export function createTokenBuffer(): TokenBuffer {
  let codes = new Int32Array(512);
  let copy = new Int32Array(128);
  /** `base` counts the released tokens, and `size` the tokens in `codes`. */
  let base = 0;
  let size = 0;
  return {
    get arrived() {
      return base + size;
    },
    push(tokens) {
      if (size + tokens.length > codes.length) {
        const larger = new Int32Array(2 * (size + tokens.length));
        larger.set(codes.subarray(0, size));
        codes = larger;
      }
      codes.set(tokens, size);
      size += tokens.length;
    },
    window({ position, before, hop, after }) {
      const from = position - before - base;
      const length = before + hop + after;
      if (copy.length < length) copy = new Int32Array(2 * length);
      copy.set(codes.subarray(from, from + length));
      return { codes: copy.subarray(0, length), before, after };
    },
    releaseBefore(position) {
      // Moving half of the buffer at a time costs constant work per token.
      if (position - base <= codes.length / 2) return;
      codes.copyWithin(0, position - base, size);
      size -= position - base;
      base = position;
    },
  };
}

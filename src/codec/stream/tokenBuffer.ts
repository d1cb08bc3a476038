import type { Cut, Window } from "../schedule/windows.ts";

/** The tokens of one generation that may still be wanted: what is not decoded yet, and left context. */
export interface TokenBuffer {
  /** Tokens that came, counted from the first. */
  readonly arrived: number;
  push(tokens: readonly number[]): void;
  /** The window of `cut`; its codes are a copy. */
  window(cut: Cut): Window;
  /** Forgets all before `position`. */
  forget(position: number): void;
}

export function createTokenBuffer(): TokenBuffer {
  let codes = new Int32Array(512);
  /** How many tokens were forgotten, and how many lie in `codes`. */
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
      return { codes: codes.slice(from, from + before + hop + after), before, after };
    },
    forget(position) {
      // Moving half of the buffer at a time keeps the work constant for each token.
      if (position - base <= codes.length / 2) return;
      codes.copyWithin(0, position - base, size);
      size -= position - base;
      base = position;
    },
  };
}

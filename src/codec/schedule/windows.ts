import type { Listener } from "../../engine.ts";
import { TOKENS_PER_SECOND } from "../codes.ts";

/**
 * Maximum lookahead: the number of tokens after a border that can change the audio at the border. The decoder's
 * convolutions reach ±11 tokens.
 */
const MAX_LOOKAHEAD = 10;
const DEFAULT_HOP_S = 1.5;
const DEFAULT_CONTEXT_S = 0.2;

/** Sizes of one listener's windows, in tokens. */
export interface WindowShape {
  /** Maximum new tokens in a window. */
  readonly hop: number;
  /**
   * Minimum real codes before the new codes, where the stream has so many. The number is one more than the requested
   * context, because the crossfade lies in the last token before the border, and that token needs its full context
   * too.
   */
  readonly leftContext: number;
  /** Real codes after the new codes, unless the generation ends there. */
  readonly lookahead: number;
}

/** A window's codes. The first `before` and the last `after` tokens are context, so their audio is trimmed. */
export interface Window {
  readonly codes: Int32Array;
  readonly before: number;
  readonly after: number;
}

/**
 * Bounds of a window in its stream. The window has `before` + `hop` + `after` tokens, and the new tokens start at
 * `position`.
 */
export interface Cut {
  readonly position: number;
  readonly before: number;
  readonly hop: number;
  readonly after: number;
}

/** Returns the number of tokens in a window. */
export function cutLength(cut: Cut): number {
  return cut.before + cut.hop + cut.after;
}

/** Returns the number of tokens in a full window of `shape`. */
export function windowTokens({ leftContext, hop, lookahead }: WindowShape): number {
  return leftContext + hop + lookahead;
}

/**
 * Returns the window shape for a listener's `hopS` and `contextS`, such that context ≤ hop and a full window fits one
 * run's budget. `clamped` is true if the requested values had to be reduced.
 */
export function windowShape(
  listener: Listener,
  budgetTokens: number,
): { readonly shape: WindowShape; readonly clamped: boolean } {
  const requestedHop = tokensOf(listener.hopS ?? DEFAULT_HOP_S, 1);
  const requestedContext = tokensOf(listener.contextS ?? DEFAULT_CONTEXT_S, 0);
  let hop = Math.min(requestedHop, budgetTokens);
  let context = Math.min(requestedContext, hop);
  while (windowTokens(shapeOf(hop, context)) > budgetTokens) {
    // The larger of the two shrinks, because a window that is mostly context decodes hardly any new tokens.
    if (context >= hop && context > 0) context--;
    else hop--;
    context = Math.min(context, hop);
  }
  const clamped = hop !== requestedHop || context !== requestedContext;
  return { shape: shapeOf(hop, context), clamped };
}

function tokensOf(seconds: number, min: number): number {
  return Math.max(min, Math.round(seconds * TOKENS_PER_SECOND));
}

function shapeOf(hop: number, context: number): WindowShape {
  const leftContext = context === 0 ? 0 : context + 1;
  return { hop, leftContext, lookahead: Math.min(context, MAX_LOOKAHEAD) };
}

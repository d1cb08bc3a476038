import type { Listener } from "../../engine.ts";
import { TOKENS_PER_SECOND } from "../codes.ts";

/** Tokens after a border that can change it: the decoder's convolutions reach ±11 tokens. */
const MAX_LOOKAHEAD = 10;
const DEFAULT_HOP_S = 1.5;
const DEFAULT_CONTEXT_S = 0.2;

/** How one listener's windows are cut, in tokens. */
export interface WindowShape {
  /** Maximum new tokens in a window. */
  readonly hop: number;
  /**
   * Minimum real codes before the new ones, where the stream has them. One more than the requested context: the
   * crossfade lies in the last token before the border, and that token needs its full context too.
   */
  readonly leftContext: number;
  /** Real codes after the new ones, unless the generation ends there. */
  readonly lookahead: number;
}

/** A window's codes. The audio of its `before` first and `after` last tokens is trimmed: they are context. */
export interface Window {
  readonly codes: Int32Array;
  readonly before: number;
  readonly after: number;
}

/** Bounds of a window in its stream: `before` + `hop` + `after` tokens; the new tokens start at `position`. */
export interface Cut {
  readonly position: number;
  readonly before: number;
  readonly hop: number;
  readonly after: number;
}

/** Tokens of a window. */
export function cutLength(cut: Cut): number {
  return cut.before + cut.hop + cut.after;
}

/** Tokens of a full window of `shape`. */
export function windowTokens({ leftContext, hop, lookahead }: WindowShape): number {
  return leftContext + hop + lookahead;
}

/**
 * The window shape for a listener's `hopS` and `contextS`, such that context ≤ hop and a full window fits one run's
 * budget. `clamped` is true when the requested values did not.
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
    // The larger of the two shrinks: a window that is mostly context decodes hardly any new token.
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

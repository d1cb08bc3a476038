import type { Listener } from "../../engine.ts";
import { TOKENS_PER_SECOND } from "../codes.ts";

/** More than 10 tokens of lookahead changes no border (the decoder's convolutions reach ±11 tokens). */
const MOST_LOOKAHEAD = 10;
const DEFAULT_HOP_S = 1.5;
const DEFAULT_CONTEXT_S = 0.2;

/** How one listener's windows are cut, in tokens. */
export interface WindowShape {
  /** The most new tokens in a window. */
  readonly hop: number;
  /**
   * Real codes before the new ones, at least, wherever there are so many. One more than the asked context: the
   * crossfade lies in the last token before the border, and that token is to see its full context too.
   */
  readonly left: number;
  /** Real codes after the new ones, unless the generation ends there. */
  readonly lookahead: number;
}

/** A window as the codec decodes it; the edges only warm the codec and are trimmed from its audio. */
export interface Window {
  readonly codes: Int32Array;
  readonly before: number;
  readonly after: number;
}

/** Where a window lies in its stream: `before` + `hop` + `after` tokens, the new ones beginning at `position`. */
export interface Cut {
  readonly position: number;
  readonly before: number;
  readonly hop: number;
  readonly after: number;
}

export function cutLength(cut: Cut): number {
  return cut.before + cut.hop + cut.after;
}

/**
 * The window shape of a listener's `hopS` and `contextS`: context ≤ hop, and a full window with its context on
 * both sides fits the budget of one run (tokens). `clamped` says that the asked values did not.
 */
export function windowShape(
  listener: Listener,
  budget: number,
): { readonly shape: WindowShape; readonly clamped: boolean } {
  const askedHop = tokensOf(listener.hopS ?? DEFAULT_HOP_S, 1);
  const askedContext = tokensOf(listener.contextS ?? DEFAULT_CONTEXT_S, 0);
  let hop = Math.min(askedHop, budget);
  let context = Math.min(askedContext, hop);
  while (hop + edges(context) > budget) {
    // The larger of the two gives way: a window that is mostly context decodes nothing.
    if (context >= hop && context > 0) context--;
    else hop--;
    context = Math.min(context, hop);
  }
  const shape = { hop, left: leftOf(context), lookahead: Math.min(context, MOST_LOOKAHEAD) };
  return { shape, clamped: hop !== askedHop || context !== askedContext };
}

function tokensOf(seconds: number, least: number): number {
  return Math.max(least, Math.round(seconds * TOKENS_PER_SECOND));
}

function leftOf(context: number): number {
  return context === 0 ? 0 : context + 1;
}

function edges(context: number): number {
  return leftOf(context) + Math.min(context, MOST_LOOKAHEAD);
}

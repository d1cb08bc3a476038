import { SpeechError } from "../errors.ts";
import { type Breaker, createBreaker } from "./breaker.ts";
import { type Fault, faultOf } from "./failure.ts";
import type { TokenSource } from "./source.ts";

interface PoolOptions {
  /** Maximum generations in flight on one LM. */
  readonly slots: number;
  /** A clock that never runs backwards, milliseconds. */
  readonly now: () => number;
}

interface Member {
  readonly source: TokenSource;
  readonly breaker: Breaker;
  outstanding: number;
}

/** Faults of the LM itself. A hostile or unlucky request must not open its breaker for others. */
const BREAKING = new Set<Fault>(["access", "silence", "server"]);

/**
 * Several LMs as one. Each generation goes to the LM with the fewest outstanding ones; a failure before its first codes
 * fails over to another LM (see `TokenSource` for the order of retries). A breaker keeps requests off an LM that fails.
 * Throws SpeechError "overloaded" when all slots are taken, "upstream" when every breaker is open, otherwise the error
 * of the last LM.
 *
 * @example
 * const tokens = openPool(urls.map((url) => openCompletions({ ...options, url })), {
 *   slots: 256,
 *   now: () => performance.now(),
 * });
 */
export function openPool(
  sources: readonly TokenSource[],
  { slots, now }: PoolOptions,
): TokenSource {
  const members = sources.map((source): Member => ({
    source,
    breaker: createBreaker(now),
    outstanding: 0,
  }));
  return async function* tokens(request, signal) {
    const tried = new Set<Member>();
    let lastError: unknown;
    for (;;) {
      const member = leastLoaded(members, (each) => !tried.has(each) && each.outstanding < slots);
      if (member === undefined) throw lastError ?? refusal(members, slots);
      tried.add(member);
      member.outstanding += 1;
      let yielded = false;
      try {
        for await (const codes of member.source(request, signal)) {
          yielded = true;
          member.breaker.succeeded();
          yield codes;
        }
        return;
      } catch (error) {
        if (signal.aborted) throw error;
        const fault = faultOf(error);
        if (BREAKING.has(fault)) member.breaker.failed();
        if (yielded || fault === "request") throw error;
        lastError = error;
      } finally {
        member.outstanding -= 1;
      }
    }
  };
}

function leastLoaded(
  members: readonly Member[],
  isFree: (member: Member) => boolean,
): Member | undefined {
  return members
    .filter((member) => isFree(member) && member.breaker.admits(member.outstanding))
    .toSorted((a, b) => a.outstanding - b.outstanding)[0];
}

function refusal(members: readonly Member[], slots: number): SpeechError {
  if (members.every(({ breaker }) => breaker.isOpen))
    return new SpeechError("upstream", "every speech LM is paused after repeated failures");
  return new SpeechError("overloaded", `every slot of the speech LMs is taken (${slots} each)`, {
    retryAfterS: 1,
  });
}

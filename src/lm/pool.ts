import { SpeechError } from "../errors.ts";
import { type Fault, faultOf } from "./failure.ts";
import type { TokenSource } from "./source.ts";

interface PoolOptions {
  /** Generations at once on one upstream. */
  readonly slots: number;
  /** A clock that never runs backwards, milliseconds. */
  readonly now: () => number;
}

interface Member {
  readonly source: TokenSource;
  outstanding: number;
  failures: number;
  openUntilMs: number;
}

/** Faults of the upstream itself. A hostile or unlucky request must not close an LM for everybody else. */
const BREAKING = new Set<Fault>(["access", "silence", "server"]);
/** So many failures in a row open the breaker; after the pause one generation probes. */
const BREAK_AFTER = 3;
const PAUSE_MS = 5000;

/**
 * Several upstreams as one: each generation goes to the one with the least outstanding work; one that fails before
 * its first tokens were handed on is tried on another; one that keeps failing is left alone for a while. Throws
 * SpeechError "overloaded" when all slots are taken, "upstream" when every upstream is broken, else what the last one tried threw.
 */
export function openPool(
  sources: readonly TokenSource[],
  { slots, now }: PoolOptions,
): TokenSource {
  const members: Member[] = sources.map((source) => ({
    source,
    outstanding: 0,
    failures: 0,
    openUntilMs: 0,
  }));

  function choose(tried: ReadonlySet<Member>): Member | undefined {
    const usable = members.filter(
      (member) => !tried.has(member) && member.outstanding < slots && isUsable(member),
    );
    return usable.toSorted((a, b) => a.outstanding - b.outstanding)[0];
  }
  function isUsable({ failures, openUntilMs, outstanding }: Member): boolean {
    if (failures < BREAK_AFTER) return true;
    return now() >= openUntilMs && outstanding === 0; // half open: one probe
  }
  function failed(member: Member): void {
    member.failures += 1;
    if (member.failures >= BREAK_AFTER) member.openUntilMs = now() + PAUSE_MS;
  }
  function none(): SpeechError {
    if (members.every((member) => member.failures >= BREAK_AFTER)) {
      return new SpeechError(
        "upstream",
        "no speech LM answers; the last failures closed them all for a moment",
      );
    }
    return new SpeechError("overloaded", `every slot of the speech LMs is taken (${slots} each)`, {
      retryAfterS: 1,
    });
  }

  return async function* tokens(request, signal) {
    const tried = new Set<Member>();
    let last: unknown;
    for (;;) {
      const member = choose(tried);
      if (member === undefined) throw last ?? none();
      tried.add(member);
      member.outstanding += 1;
      let handed = false;
      try {
        for await (const codes of member.source(request, signal)) {
          handed = true;
          member.failures = 0;
          yield codes;
        }
        return;
      } catch (error) {
        if (signal.aborted) throw error;
        const fault = faultOf(error);
        if (BREAKING.has(fault)) failed(member);
        if (handed || fault === "request") throw error;
        last = error;
      } finally {
        member.outstanding -= 1;
      }
    }
  };
}

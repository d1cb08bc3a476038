import { createHistogram } from "../../src/stats/histogram.ts";
import type { LevelPlan } from "../load/plan.ts";
import { liveLines, type LiveState, plainLine } from "./liveView.ts";
import { type Part, plannedRequests, plannedSpanMs, shareOf } from "../load/part.ts";
import { NOTICED_STALL_MS } from "../figures/player.ts";
import type { Outcome } from "../figures/outcome.ts";
import { latencyStartMs } from "../figures/outcome.ts";

/** Shows how a level goes: a live view on a terminal, a plain line every few seconds elsewhere. */
export interface Progress {
  sent(): void;
  finished(outcome: Outcome): void;
  /** Leaves its last state behind. */
  close(): void;
}

/** Where progress is shown; process.stderr fits. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** What is sent of a level, and how it is answered. */
interface Watched {
  readonly part: Part;
  readonly streamed: boolean;
}

/** A redraw takes half a millisecond, which may make a send late: seldom enough for that to be no percentile. */
const REDRAW_MS = 200;
const PLAIN_LINE_MS = 5000;

/**
 * The progress of `plan`; `screen` null shows nothing. What a request costs is a count and one bucket of a histogram,
 * so that watching changes no figure.
 */
export function createProgress(plan: LevelPlan, session: Watched, screen: Screen | null): Progress {
  if (screen === null) return { sent() {}, finished() {}, close() {} };
  const tally = createTally(plan, session);
  const terminal = screen.isTTY === true;
  let drawn = 0;
  const draw = () => {
    const state = tally.state();
    if (!terminal) {
      screen.write(`${plainLine(state)}\n`);
      return;
    }
    const lines = liveLines(state, screen.columns || 80).map((line) => `${line}\u001b[K`);
    const home = drawn > 1 ? `\r\u001b[${drawn - 1}A` : "\r";
    screen.write(`${home}${lines.join("\n")}\u001b[J`);
    drawn = lines.length;
  };
  const timer = setInterval(draw, terminal ? REDRAW_MS : PLAIN_LINE_MS);
  return {
    sent: tally.sent,
    finished: tally.finished,
    close() {
      clearInterval(timer);
      if (tally.state().sent === 0) return;
      draw();
      if (terminal) screen.write("\n");
    },
  };
}

function createTally(plan: LevelPlan, { part, streamed }: Watched) {
  const { load } = plan;
  const planned = plannedRequests(load);
  const total = planned === null ? null : shareOf(planned, part);
  /** When the last request is sent at the earliest. */
  const sendingMs = plannedSpanMs(load);
  const ttfaMs = createHistogram();
  const kinds = new Map<string, number>();
  let [sent, ok, failed, stalled, startMs] = [0, 0, 0, 0, 0];

  const pace = (): Pick<LiveState, "share" | "leftMs"> => {
    const elapsedMs = sent === 0 ? 0 : performance.now() - startMs;
    const byTime = sendingMs === null ? null : Math.max(0, sendingMs - elapsedMs);
    if (total === null) {
      const share = sendingMs === null ? null : Math.min(1, elapsedMs / sendingMs);
      return { share, leftMs: byTime };
    }
    const ended = ok + failed;
    const share = total === 0 ? 1 : ended / total;
    const byCount = ended === 0 ? null : ((total - ended) * elapsedMs) / ended;
    // An open loop lasts at least as long as its plan, a closed one at most as long as its duration.
    const open = load.kind === "open";
    const bounds = [open ? byTime || null : byTime, byCount].filter((ms) => ms !== null);
    const leftMs = bounds.length === 0 ? null : (open ? Math.max : Math.min)(...bounds);
    return { share, leftMs };
  };
  return {
    sent() {
      if (sent++ === 0) startMs = performance.now();
    },
    finished(outcome: Outcome) {
      if (outcome.error !== null) {
        failed++;
        kinds.set(outcome.error, (kinds.get(outcome.error) ?? 0) + 1);
        return;
      }
      ok++;
      if ((outcome.playback?.longestMs ?? 0) > NOTICED_STALL_MS) stalled++;
      if (outcome.firstAudioMs === null) return;
      const fromMs = latencyStartMs(outcome, plan.targetQps !== null);
      ttfaMs.record(Math.max(0, outcome.firstAudioMs - fromMs));
    },
    state(): LiveState {
      const [p50, p95] = [ttfaMs.percentile(0.5), ttfaMs.percentile(0.95)];
      const [worst] = [...kinds].sort(([, a], [, b]) => b - a);
      return {
        label: plan.label,
        total,
        sent,
        ok,
        failed,
        worstKind: worst?.[0] ?? null,
        ttfaMs: p50 === null || p95 === null ? null : { p50, p95 },
        stalled: streamed ? stalled : null,
        ...pace(),
      };
    },
  };
}

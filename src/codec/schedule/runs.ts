import { SpeechError } from "../../errors.ts";
import { messageOf } from "../../message.ts";
import { runMs } from "./cost.ts";
import type { WaitingStream } from "./cuts.ts";
import type { DeviceLimits } from "./deviceLimits.ts";
import type { CodecStats } from "./stats.ts";
import type { Cut, Window } from "./windows.ts";

/** The scheduler's view of the decoder. */
interface RunDevice {
  /** Maximum runs in flight at once. */
  readonly lanes: number;
  /**
   * Decodes windows of equal length and calls `read` with one array of samples per window, in order. The arrays are
   * valid only during that call.
   */
  borrow(
    codes: readonly Int32Array[],
    read: (audio: readonly Float32Array[]) => void,
  ): Promise<void>;
}

/** The scheduler's view of a stream. */
export interface ScheduledStream extends WaitingStream {
  /** True if the stream can get a run: its reader asked for audio, no chunk is ready and no run is in flight. */
  readonly wants: boolean;
  /** True if the reader has closed the stream. Audio of a run in flight is then discarded. */
  readonly closed: boolean;
  /** Starts a run with `cut` and returns its window. */
  cut(cut: Cut): Window;
  /** Ends the run with its audio, which is valid only during this call. Returns the length of the underrun before this chunk in milliseconds. */
  deliver(nowMs: number, decoded: Float32Array): number;
  fail(error: SpeechError): void;
}

/** One window of a run. */
export interface Member {
  readonly stream: ScheduledStream;
  readonly cut: Cut;
  readonly window: Window;
}

export interface RunOptions {
  readonly decoder: RunDevice;
  readonly limits: DeviceLimits;
  readonly stats: CodecStats;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** Called with the reason when a run failed. The run's windows are then retried one by one. */
  readonly onFailedRun: (message: string) => void;
}

export interface Runs {
  /** Recent duration of runs ÷ their predicted duration. 1 means that runs are as fast as measured at start. */
  readonly slowness: number;
  /**
   * Decodes `members` in one run and delivers their audio. After a failure, each member is retried alone, so that a
   * window that fails again fails only its own stream. Never throws.
   */
  run(members: readonly Member[]): Promise<void>;
}

/** Listeners do not notice underruns up to this length. */
const STALL_MS = 50;
/** Weight of the newest run in `slowness`. */
const NEWEST = 0.1;
/**
 * Limit of a run's measured ÷ predicted duration in `slowness`, so that a pause of the machine is forgotten within a
 * few runs.
 */
const MAX_RATIO = 4;

/** Runs windows on the decoder and counts them in `stats`. */
export function createRuns(options: RunOptions): Runs {
  const { decoder, limits, stats, now, onFailedRun } = options;
  let slowness = 1;

  /** Decodes `members` and delivers their audio. Throws the decoder's error before any audio is delivered. */
  async function decode(members: readonly Member[]): Promise<void> {
    const startMs = now();
    const rows = members.map(({ window }) => window.codes);
    await decoder.borrow(rows, (audio) => {
      count(rows, now() - startMs);
      deliver(members, audio, options);
    });
  }

  function count(rows: readonly Int32Array[], tookMs: number): void {
    const length = rows[0]?.length ?? 0;
    const ratio = tookMs / runMs(limits.cost, rows.length, length);
    slowness += NEWEST * (Math.min(MAX_RATIO, Math.max(1 / MAX_RATIO, ratio)) - slowness);
    stats.countRun(rows.length, length, tookMs);
  }

  async function retry(member: Member, firstCause: unknown): Promise<void> {
    try {
      await decode([member]);
    } catch (cause) {
      stats.failedWindows++;
      member.stream.fail(failedTwice(firstCause, cause));
    }
  }

  return {
    get slowness() {
      return slowness;
    },
    async run(members) {
      try {
        await decode(members);
      } catch (cause) {
        stats.failedRuns++;
        const why = messageOf(cause);
        onFailedRun(`a run of ${members.length} windows failed; retrying each: ${why}`);
        for (const member of members) {
          if (!member.stream.closed) await retry(member, cause);
        }
      }
    },
  };
}

/** Delivers the audio of each stream. If a stream rejects its audio, only that stream fails. */
function deliver(
  members: readonly Member[],
  audio: readonly Float32Array[],
  { stats, now }: Pick<RunOptions, "stats" | "now">,
): void {
  members.forEach(({ stream, cut }, row) => {
    if (stream.closed) {
      stats.discarded++;
      return;
    }
    try {
      const stallMs = stream.deliver(now(), audio[row] ?? new Float32Array(0));
      stats.newTokens += cut.hop;
      if (stallMs > STALL_MS) stats.stalls++;
    } catch (cause) {
      stats.failedWindows++;
      stream.fail(cause instanceof SpeechError ? cause : notStitched(cause));
    }
  });
}

function notStitched(cause: unknown): SpeechError {
  const message = `the codec's audio could not be stitched: ${messageOf(cause)}`;
  return new SpeechError("decode", message, { cause });
}

function failedTwice(first: unknown, second: unknown): SpeechError {
  const why = `${messageOf(first)}; then ${messageOf(second)}`;
  const cause = new AggregateError([first, second], why, { cause: first });
  return new SpeechError("decode", `the codec failed twice on a window: ${why}`, { cause });
}

import { messageOf } from "../../message.ts";
import { SpeechError } from "../../errors.ts";
import { type CostModel, runMs, slowed } from "./cost.ts";
import type { DeviceState, Waiting } from "./cuts.ts";
import { pick } from "./policy.ts";
import type { CodecStats } from "./stats.ts";
import type { Cut, Window } from "./windows.ts";

/** The decoder as the scheduler uses it. */
interface RunDevice {
  /** Runs at once. */
  readonly lanes: number;
  /** Decodes windows of equal length; one array of samples for each, in order. */
  decode(codes: readonly Int32Array[]): Promise<Float32Array[]>;
}

/** A stream as the scheduler runs it. */
export interface ScheduledStream extends Waiting {
  /** Whether it may be given a run: its reader asked for audio, no chunk is ready and no run is in flight. */
  readonly wants: boolean;
  /** Whether its reader closed it: audio of a run in flight is discarded. */
  readonly closed: boolean;
  /** Begins a run with `cut`. */
  cut(cut: Cut): Window;
  /** Ends the run with its audio; returns the length of the underrun before this chunk, milliseconds. */
  deliver(nowMs: number, decoded: Float32Array): number;
  fail(error: SpeechError): void;
}

export interface SchedulerOptions {
  readonly decoder: RunDevice;
  /** As measured at start. */
  readonly cost: CostModel;
  readonly budget: number;
  readonly maxBatch: number;
  readonly fileWindow: number;
  readonly lengths: readonly number[];
  readonly stats: CodecStats;
  readonly now: () => number;
  /** Called with the reason when a run failed; its windows are retried one by one. */
  readonly onFailedRun: (message: string) => void;
}

export interface Scheduler {
  add(stream: ScheduledStream): void;
  remove(stream: ScheduledStream): void;
  /** To be called when a stream may have become ready. */
  changed(): void;
}

interface Member {
  readonly stream: ScheduledStream;
  readonly cut: Cut;
  readonly window: Window;
}

/** A silence that a listener notices. */
const STALL_MS = 50;
/** Weight of the newest run in how slow the device is against its measured cost. */
const NEWEST = 0.1;

/**
 * The one scheduler of a process. What waits while the device runs is the next batch: there is no gather timer.
 * Events of one turn of the event loop are looked at together, and a timer wakes a stream that was too far ahead.
 */
export function createScheduler(options: SchedulerOptions): Scheduler {
  const { decoder, stats, now, onFailedRun } = options;
  const streams = new Set<ScheduledStream>();
  let running = 0;
  let slowness = 1;
  let fileTurnMs = -Infinity;
  let looking = false;
  let alarm: ReturnType<typeof setTimeout> | undefined;

  function changed(): void {
    if (looking || running >= decoder.lanes) return;
    looking = true;
    setImmediate(() => {
      looking = false;
      while (running < decoder.lanes && begin()) continue;
    });
  }

  /** Starts one run if somebody should run now. */
  function begin(): boolean {
    clearTimeout(alarm);
    const nowMs = now();
    const waiting = [...streams].filter((stream) => stream.wants);
    const { batch, wakeMs } = pick(nowMs, waiting, deviceState());
    if (wakeMs !== null) alarm = setTimeout(changed, Math.max(1, wakeMs - nowMs));
    if (batch.length === 0) return false;
    if (batch.some(({ stream }) => stream.kind === "file")) fileTurnMs = nowMs;
    const members = batch.map(({ stream, cut }) => ({ stream, cut, window: stream.cut(cut) }));
    running++;
    void run(members).finally(() => {
      running--;
      changed();
    });
    return true;
  }

  function deviceState(): DeviceState {
    const { budget, maxBatch, fileWindow, lengths } = options;
    const cost = slowed(options.cost, slowness);
    return { cost, lanes: decoder.lanes, budget, maxBatch, fileWindow, lengths, fileTurnMs };
  }

  /** One run; when it fails, each member is tried once more, alone, so that only the guilty one pays. Never throws. */
  async function run(members: readonly Member[]): Promise<void> {
    try {
      deliver(members, await timed(members));
    } catch (cause) {
      stats.failedRuns++;
      onFailedRun(`a run of ${members.length} windows failed; retrying each: ${messageOf(cause)}`);
      for (const member of members) {
        if (!member.stream.closed) await retry(member, cause);
      }
    }
  }

  async function retry(member: Member, firstCause: unknown): Promise<void> {
    try {
      deliver([member], await timed([member]));
    } catch (cause) {
      stats.failedWindows++;
      const why = `${messageOf(firstCause)}; then ${messageOf(cause)}`;
      const message = `the codec failed twice on a window: ${why}`;
      const both = new AggregateError([firstCause, cause], why, { cause: firstCause });
      member.stream.fail(new SpeechError("decode", message, { cause: both }));
    }
  }

  async function timed(members: readonly Member[]): Promise<readonly Float32Array[]> {
    const startMs = now();
    const rows = members.map(({ window }) => window.codes);
    const audio = await decoder.decode(rows);
    const tookMs = now() - startMs;
    const length = rows[0]?.length ?? 0;
    // Bounded, so that a paused machine is forgotten within a few runs.
    const ratio = Math.min(4, Math.max(0.25, tookMs / runMs(options.cost, rows.length, length)));
    slowness += NEWEST * (ratio - slowness);
    stats.countRun(rows.length, length, tookMs);
    return audio;
  }

  function deliver(members: readonly Member[], audio: readonly Float32Array[]): void {
    members.forEach(({ stream, cut }, row) => {
      if (stream.closed) {
        stats.thrownAway++;
        return;
      }
      try {
        const stallMs = stream.deliver(now(), audio[row] ?? new Float32Array(0));
        stats.newTokens += cut.hop;
        if (stallMs > STALL_MS) stats.stalls++;
      } catch (cause) {
        stats.failedWindows++;
        const error = new SpeechError("decode", "the codec's audio has the wrong length", {
          cause,
        });
        stream.fail(cause instanceof SpeechError ? cause : error);
      }
    });
  }

  return {
    changed,
    add: (stream) => {
      streams.add(stream);
    },
    remove(stream) {
      if (stream.wants && stream.arrived > stream.position) stats.dropped++;
      streams.delete(stream);
      if (streams.size === 0) clearTimeout(alarm);
    },
  };
}

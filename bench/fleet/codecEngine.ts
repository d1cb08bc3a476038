import { TOKENS_PER_SECOND } from "../../src/codec/codes.ts";
import { runMs } from "../../src/codec/schedule/cost.ts";
import type { DeviceState, WaitingStream } from "../../src/codec/schedule/cuts.ts";
import type { DeviceLimits } from "../../src/codec/schedule/deviceLimits.ts";
import { pick } from "../../src/codec/schedule/policy.ts";
import {
  type Cut,
  cutLength,
  windowShape,
  type WindowShape,
} from "../../src/codec/schedule/windows.ts";
import type { Clock } from "./clock.ts";
import { type OpenEngine, TARGET_MS } from "./engine.ts";
import type { Speech } from "./speech.ts";

/** How fast the speech LM sends tokens to each stream. */
export interface LmPace {
  readonly firstTokenMs: number;
  readonly tokensPerS: number;
}

interface Stream extends WaitingStream {
  readonly speech: Speech;
  position: number;
  readonly total: number;
}

/** Interval at which the device is looked at again while tokens are missing, milliseconds. */
const LOOK_MS = 5;

/** The shape of a live listener's windows on a device. */
export function liveShape(limits: DeviceLimits): WindowShape {
  return windowShape({ kind: "live", targetMs: TARGET_MS }, limits.budgetTokens).shape;
}

/** Creates engines that decode the tokens of a speech LM: the policy of the real codec on a device with the given cost. */
export function codecEngine(limits: DeviceLimits, pace: LmPace): OpenEngine {
  const device: DeviceState = { ...limits, lanes: 1, lastFileMs: 0 };
  const shape = liveShape(limits);
  return (clock, onAudio) => {
    let streams: Stream[] = [];
    let [busyMs, isRunning, isLooking, isStopped] = [0, false, false, false];

    function run(): void {
      if (isRunning || isStopped || streams.length === 0) return;
      const { batch } = pick(clock.nowMs, streams, device);
      const [first] = batch;
      if (first === undefined) return lookLater();
      const costMs = runMs(limits.cost, batch.length, cutLength(first.cut));
      isRunning = true;
      busyMs += costMs;
      clock.at(clock.nowMs + costMs, () => {
        if (isStopped) return;
        isRunning = false;
        for (const { stream, cut } of batch) deliver(stream, cut);
        run();
      });
    }
    function lookLater(): void {
      if (isLooking) return;
      isLooking = true;
      clock.at(clock.nowMs + LOOK_MS, () => {
        isLooking = false;
        run();
      });
    }
    function deliver(stream: Stream, { hop }: Cut): void {
      stream.position += hop;
      const isLast = stream.position === stream.total;
      if (isLast) streams = streams.filter((other) => other !== stream);
      onAudio(stream.speech, hop / TOKENS_PER_SECOND, isLast);
    }
    return {
      begin(speech) {
        streams.push(openStream(clock, { speech, shape, pace }));
        run();
      },
      stop() {
        isStopped = true;
        streams = [];
      },
      get busyMs() {
        return busyMs;
      },
    };
  };
}

/** Opens a stream that starts now. The number of arrived tokens follows from its age. */
function openStream(
  clock: Clock,
  { speech, shape, pace }: { speech: Speech; shape: WindowShape; pace: LmPace },
): Stream {
  const startMs = clock.nowMs;
  const total = Math.max(1, Math.round(speech.audioS * TOKENS_PER_SECOND));
  return {
    speech,
    kind: "live",
    shape,
    position: 0,
    total,
    sinceMs: startMs,
    speed: 1,
    get arrived() {
      const ms = Math.max(0, clock.nowMs - startMs - pace.firstTokenMs);
      return Math.min(total, Math.floor((ms * pace.tokensPerS) / 1000));
    },
    get complete() {
      return this.arrived === total;
    },
    get deadlineMs() {
      return speech.playback.underrunMs() ?? startMs + TARGET_MS;
    },
    get playing() {
      return speech.firstMs !== null;
    },
  };
}

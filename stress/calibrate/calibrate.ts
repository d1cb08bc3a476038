import { arrivals } from "../load/arrivals.ts";
import type { RequestLoad } from "../load/load.ts";
import { type NullServer, startNullServer } from "./nullServerProcess.ts";
import type { CommonOptions } from "../options/options.ts";
import { ONLY_PART } from "../load/part.ts";
import { type RequestRecord, rounded } from "../records/record.ts";
import { type PartRun, preparePart } from "../load/sender.ts";
import { openSender } from "../load/openSender.ts";
import { type Stats, stats } from "../figures/stats.ts";
import type { Calibration, OpenCalibration, PacedCalibration } from "../results/calibration.ts";
import { chunkErrors } from "./chunkErrors.ts";
import { percent } from "../figures/percent.ts";

const OPEN_QPS = [200, 500] as const;
/** The load in pieces of 20 ms shows the limit of the tester. It has no target value. */
const PACED = [
  { streams: 100, pieceMs: 100 },
  { streams: 1000, pieceMs: 100 },
  { streams: 1000, pieceMs: 20 },
] as const;
/** Duration of each load of a calibration, seconds. */
export const CALIBRATION_S = 7;
/** Timeouts of a request, which replace the user's timeouts because those are meant for another server. */
const LIMIT_MS = 60_000;
/** Streams connect within this time, or within `seconds` if that is less. Pieces written in this time are not counted. */
const CONNECT_S = 1;

/**
 * Measures this process against a null server on this machine, with five loads of `seconds` each. Returns null if it is
 * interrupted. Rejects if the null server does not start or ends early.
 *
 * @example
 * const calibration = await calibrate(options, CALIBRATION_S, signal);
 * if (calibration !== null) calibrationLines(calibration);
 */
export async function calibrate(
  options: CommonOptions,
  seconds: number,
  signal: AbortSignal,
): Promise<Calibration | null> {
  const server = await startNullServer();
  try {
    const open: OpenCalibration[] = [];
    for (const qps of OPEN_QPS)
      open.push(await measureOpen({ server, options }, { qps, seconds }, signal));
    const paced: PacedCalibration[] = [];
    const connectS = Math.min(CONNECT_S, seconds);
    for (const load of PACED) {
      const shape = { ...load, connectS, seconds: connectS + seconds };
      paced.push(await measurePaced({ server, options }, shape, signal));
    }
    return signal.aborted ? null : { open, paced };
  } finally {
    server.close();
  }
}

/** The null server, and the tester's settings. */
export interface Subject {
  readonly server: NullServer;
  readonly options: CommonOptions;
}

/** Measures an open loop of Poisson arrivals. */
export async function measureOpen(
  subject: Subject,
  { qps, seconds }: { readonly qps: number; readonly seconds: number },
  signal: AbortSignal,
): Promise<OpenCalibration> {
  const { offsetsMs } = arrivals(qps * seconds, { qps, burstiness: 1 }, subject.options.seed);
  const load: RequestLoad = { kind: "open", offsetsMs, maxInFlight: null };
  const { records, ran } = await send(subject, ["/whole", load], signal);
  const arrivedMs = new Map((await subject.server.report()).arrivals);
  const errors: number[] = [];
  const arrivalsMs: number[] = [];
  for (const { requestId, dueMs } of records) {
    const atMs = arrivedMs.get(requestId);
    if (atMs === undefined) continue;
    arrivalsMs.push(atMs);
    errors.push(atMs - ran.startMs - dueMs);
  }
  arrivalsMs.sort((a, b) => a - b);
  const spanMs = (arrivalsMs.at(-1) ?? 0) - (arrivalsMs[0] ?? 0);
  return {
    qps,
    rateError: spanMs > 0 ? (offsetsMs.at(-1) ?? 0) / spanMs - 1 : null,
    arrivalMs: stats(errors, "type7"),
    sendLagMs: stats(
      records.map(({ sendLagMs }) => sendLagMs),
      "type7",
    ),
  };
}

/** Measures streams that last `seconds`, connect within the first `connectS`, and carry audio in pieces of `pieceMs`. */
export async function measurePaced(
  subject: Subject,
  shape: {
    readonly streams: number;
    readonly pieceMs: number;
    readonly seconds: number;
    readonly connectS?: number;
  },
  signal: AbortSignal,
): Promise<PacedCalibration> {
  const { streams, pieceMs, seconds, connectS = CONNECT_S } = shape;
  const offsetsMs = Float64Array.from(
    { length: streams },
    (_, index) => (index * connectS * 1000) / streams,
  );
  const path = `/paced/${pieceMs}/${Math.round((seconds * 1000) / pieceMs)}`;
  const load: RequestLoad = { kind: "open", offsetsMs, maxInFlight: null };
  const { records, ran, wallMs } = await send(subject, [path, load], signal);
  const stampsMs = new Map((await subject.server.report()).pieces);
  const countedMs = ran.startMs + connectS * 1000;
  const errors = records.flatMap((record) =>
    chunkErrors(record, {
      stampsMs: stampsMs.get(record.requestId) ?? [],
      pieceMs,
      startMs: ran.startMs,
      countedMs,
    }),
  );
  return {
    streams,
    pieceMs,
    chunkErrorMs: stats(errors, "type7"),
    generatorCpu: rounded(ran.cpuMs / wallMs),
  };
}

/** Sends `load` to `path` in the same way as a run. */
async function send(
  { server, options }: Subject,
  [path, load]: readonly [string, RequestLoad],
  signal: AbortSignal,
): Promise<{ records: RequestRecord[]; ran: PartRun; wallMs: number }> {
  const sending: CommonOptions = {
    ...options,
    host: server.url + path,
    client: "openai",
    stream: true,
    responseFormat: "pcm",
    random: false,
    keepAudio: false,
    header: {}, // an x-request-id of the user would be the same in all requests
    timeoutFirstAudio: LIMIT_MS,
    timeoutTotal: LIMIT_MS,
    timeoutStall: LIMIT_MS,
  };
  const sender = openSender(sending);
  const plan = {
    label: "calibration",
    targetQps: null,
    concurrency: null,
    load,
    draws: { texts: ["Hello."], voices: ["null"], seed: options.seed },
  };
  const records: RequestRecord[] = [];
  const hooks = { sent() {}, ended: (record: RequestRecord) => void records.push(record) };
  try {
    const beganMs = performance.now();
    const ran = await preparePart(plan, sender, ONLY_PART)(null, hooks, signal);
    return { records, ran, wallMs: performance.now() - beganMs };
  } finally {
    sender.context.transport.close();
  }
}

/** Formats `calibration` as lines to print. */
export function calibrationLines({ open, paced }: Calibration): string[] {
  const ms = (of: Stats | null, q: "p50" | "p99") => (of === null ? "–" : of[q].toFixed(2));
  return [
    "Calibration: one process of the tester against a null server on this machine:",
    ...open.map(
      ({ qps, rateError, arrivalMs, sendLagMs }) =>
        `  ${qps}/s: rate error ${rateError === null ? "–" : percent(rateError)}; planned to arrival p50 ${ms(arrivalMs, "p50")}, ` +
        `p99 ${ms(arrivalMs, "p99")} ms; reported send lag p50 ${ms(sendLagMs, "p50")}, p99 ${ms(sendLagMs, "p99")} ms`,
    ),
    ...paced.map(
      ({ streams, pieceMs, chunkErrorMs, generatorCpu }) =>
        `  ${streams} streams in ${pieceMs} ms pieces: chunk-time error p50 ${ms(chunkErrorMs, "p50")}, ` +
        `p99 ${ms(chunkErrorMs, "p99")} ms; ${generatorCpu.toFixed(2)} cores`,
    ),
  ];
}

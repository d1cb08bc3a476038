/** The server's resident memory after a number of requests. */
export interface Resident {
  readonly requests: number;
  readonly mib: number;
}

/** Requests after which memory must be steady. A shorter run has a third of its requests for that. */
const WARM_REQUESTS = 20_000;
const STEP_REQUESTS = 10_000;
const MAX_SLOPE = 1;

/**
 * Describes how the memory grew: at every 10,000 requests, and as a slope after the first 20,000. `grows` is true if
 * the whole 95 % interval of the slope is above 1 MiB per 10,000 requests.
 */
export function memoryReport(memory: readonly Resident[]): {
  readonly lines: readonly string[];
  readonly grows: boolean;
} {
  const total = memory.at(-1)?.requests ?? 0;
  const warmUntil = Math.min(WARM_REQUESTS, total / 3);
  const trend = trendOf(memory.filter(({ requests }) => requests >= warmUntil));
  const steps = memory.filter(({ requests }, nth) => {
    const previous = memory[nth - 1]?.requests ?? 0;
    return Math.floor(requests / STEP_REQUESTS) > Math.floor(previous / STEP_REQUESTS);
  });
  const course = [...steps, ...memory.slice(-1)].map(
    ({ requests, mib }) => `${mib.toFixed(0)} after ${requests}`,
  );
  const slope =
    trend === null
      ? "too short to estimate a slope"
      : `${trend.slope.toFixed(1)} ± ${trend.within.toFixed(1)} MiB per 10,000 requests after the first ${Math.round(warmUntil)} (95 %; goal ${MAX_SLOPE}, missed if the whole interval is above)`;
  return {
    lines: [`resident memory     MiB: ${course.join(", ")}`, `memory slope        ${slope}`],
    grows: trend !== null && trend.slope - trend.within > MAX_SLOPE,
  };
}

interface Trend {
  readonly slope: number;
  readonly within: number;
}

/** Number of memory samples that are averaged into one point, to smooth the garbage collector's saw-tooth. */
const LOOKS = 30;

/** Fits a slope in MiB per 10,000 requests (least squares) with the half-width of its 95 % interval; null below 2 min. */
function trendOf(memory: readonly Resident[]): Trend | null {
  const points = Array.from({ length: Math.floor(memory.length / LOOKS) }, (_, nth) => {
    const looks = memory.slice(nth * LOOKS, (nth + 1) * LOOKS);
    return {
      requests: meanOf(looks.map(({ requests }) => requests)),
      mib: meanOf(looks.map(({ mib }) => mib)),
    };
  });
  if (points.length < 4) return null;
  const x = meanOf(points.map(({ requests }) => requests));
  const y = meanOf(points.map(({ mib }) => mib));
  const spread = points.reduce((sum, { requests }) => sum + (requests - x) ** 2, 0);
  const slope =
    points.reduce((sum, { requests, mib }) => sum + (requests - x) * (mib - y), 0) / spread;
  const rest = points.reduce(
    (sum, { requests, mib }) => sum + (mib - y - slope * (requests - x)) ** 2,
    0,
  );
  const error = Math.sqrt(rest / Math.max(1, points.length - 2) / spread);
  return { slope: slope * 10_000, within: 1.96 * error * 10_000 };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

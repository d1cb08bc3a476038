import { joinedSamples, type LoadSample } from "./sample.ts";

/** Samples that are kept: a minute of seconds, and an hour of spans of ten seconds. */
const SECONDS = 60;
const SPANS = 360;
const SECONDS_PER_SPAN = 10;

/** The load of the last minute, by seconds, and of the last hour, by spans of ten seconds. */
export interface LoadHistory {
  readonly minute: readonly LoadSample[];
  readonly hour: readonly LoadSample[];
}

/** Returns a history with the sample of one more second. `count` is the number of samples since the start, with this one. */
export function withSample(
  { minute, hour }: LoadHistory,
  sample: LoadSample,
  count: number,
): LoadHistory {
  const seconds = [...minute, sample].slice(-SECONDS);
  if (count % SECONDS_PER_SPAN !== 0) return { minute: seconds, hour };
  const span = joinedSamples(seconds.slice(-SECONDS_PER_SPAN));
  return { minute: seconds, hour: [...hour, span].slice(-SPANS) };
}

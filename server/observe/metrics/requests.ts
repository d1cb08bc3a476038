import { Counter, Histogram, type Registry } from "prom-client";
import { firstAudioParts } from "../timing.ts";
import type { AccessRecord } from "../record.ts";

/** Histogram buckets, seconds. They range from flite's time for one word to twice the default REQUEST_TIMEOUT_S. */
const BUCKETS_S = [
  0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 20, 30, 60,
];

/** Registers counters and histograms of requests. Returns the function that counts a request that has ended. */
export function addRequestMetrics(
  registers: Registry[],
): (record: AccessRecord, totalMs: number) => void {
  const requests = new Counter({
    name: "utter_requests_total",
    help: "Requests that have ended",
    labelNames: ["route", "outcome", "engine", "face"],
    registers,
  });
  const errors = new Counter({
    name: "utter_request_errors_total",
    help: "Requests that were refused, failed or left, by error code",
    labelNames: ["error", "engine"],
    registers,
  });
  const countSpeech = addSpeechMetrics(registers);
  return (record, totalMs) => {
    const { route, face, outcome, error, speech } = record;
    const engine = speech?.engine ?? "";
    requests.inc({ route, outcome, engine, face });
    if (error !== undefined) errors.inc({ error, engine });
    countSpeech(record, totalMs);
  };
}

/** Registers what is counted of requests that were spoken, at least in part. */
function addSpeechMetrics(registers: Registry[]): (record: AccessRecord, totalMs: number) => void {
  const common = { labelNames: ["engine", "face"], buckets: BUCKETS_S, registers } as const;
  const audio = new Counter({
    name: "utter_audio_seconds_total",
    help: "Seconds of audio produced, including broken responses",
    labelNames: ["engine", "face"],
    registers,
  });
  const unspoken = new Counter({
    name: "utter_unspoken_characters_total",
    help: "Letters and digits that the engine could not say and left out",
    labelNames: ["engine"],
    registers,
  });
  const firstAudio = new Histogram({
    name: "utter_first_audio_seconds",
    help: "Time from a request to its first audio; complete files are not counted",
    ...common,
  });
  const total = new Histogram({
    name: "utter_request_seconds",
    help: "Time from a request to the end of its response, successful requests only",
    ...common,
  });
  const countLive = addLiveMetrics(registers);
  return ({ face, outcome, speech }, totalMs) => {
    if (speech === undefined) return;
    const { engine, audioS, firstAudioMs, live = true } = speech;
    if (speech.unspoken !== undefined) unspoken.inc({ engine }, speech.unspoken);
    if (audioS !== undefined) audio.inc({ engine, face }, audioS);
    if (outcome === "ok") total.observe({ engine, face }, totalMs / 1000);
    if (!live || firstAudioMs === undefined) return;
    firstAudio.observe({ engine, face }, firstAudioMs / 1000);
    countLive({ ...speech, firstAudioMs }, face);
  };
}

type LiveSpeech = NonNullable<AccessRecord["speech"]> & { readonly firstAudioMs: number };

/** Registers what is counted of live requests with audio: stalls, and the parts of the time to first audio. */
function addLiveMetrics(registers: Registry[]) {
  const answers = new Counter({
    name: "utter_live_answers_total",
    help: "Live answers with audio that have ended, by whether a player at real time would have run out of audio",
    labelNames: ["engine", "face", "stalled"],
    registers,
  });
  const parts = new Counter({
    name: "utter_first_audio_part_seconds_total",
    help: "Time to first audio of live answers, by the part of the server in which it passed",
    labelNames: ["engine", "part"],
    registers,
  });
  return ({ engine, firstAudioMs, stalls, stages, timeline }: LiveSpeech, face: string): void => {
    answers.inc({ engine, face, stalled: String(stalls !== undefined) });
    if (stages === undefined || timeline === undefined) return;
    let otherMs = firstAudioMs;
    for (const [part, ms] of firstAudioParts(stages, timeline)) {
      parts.inc({ engine, part }, ms / 1000);
      otherMs -= ms;
    }
    parts.inc({ engine, part: "other" }, Math.max(0, otherMs) / 1000);
  };
}

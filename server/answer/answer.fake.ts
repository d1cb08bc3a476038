import { type Context, Hono } from "hono";
import { SpeechError } from "../../src/errors.ts";
import type { Sound } from "../../src/sound.ts";
import { createTimeline } from "../../src/timeline.ts";
import type { Env } from "../env.ts";
import type { AccessRecord } from "../observe/record.ts";
import { createStages } from "../observe/stages.ts";
import type { Performance } from "../perform/perform.ts";

const SOUND: Sound = { pcm: new Float32Array(2400) };
/** CLIENT_STALL_TIMEOUT_S of the fake services. */
export const STALL_S = 60;

/** Creates a performance that yields `chunks` chunks of 100 ms and then ends, or fails if `failure` is given. */
function fakePerformance(chunks: number, failure: unknown) {
  const now = () => 0;
  const stages = createStages(now);
  const abort = new AbortController();
  const seen = { left: 0, closed: 0 };
  async function* sounds(): AsyncGenerator<Sound> {
    try {
      for (let chunk = 0; chunk < chunks; chunk += 1) yield SOUND;
      if (failure !== undefined) throw failure;
    } finally {
      seen.closed += 1;
    }
  }
  const performance: Performance = {
    sounds: sounds(),
    signal: abort.signal,
    stages,
    timeline: createTimeline(now),
    usage: () => ({ inputTokens: 0, outputTokens: 0, chars: 5, audioS: 0.1, unspoken: 2 }),
    unspokenInput: () => 3,
    leave: () => void (seen.left += 1),
  };
  return { performance, stages, abort, seen };
}

interface Setup {
  readonly chunks?: number;
  readonly failure?: unknown;
}

/** Creates a fake request and records the calls of its services. `request(face)` returns the response from `face`. */
export function openRequest({ chunks = 2, failure }: Setup = {}) {
  const fake = fakePerformance(chunks, failure);
  const idleTimeouts: number[] = [];
  const finished: { readonly record: AccessRecord; readonly fault: unknown }[] = [];
  const stalled: string[] = [];
  const record: AccessRecord = {
    id: "a1",
    method: "GET",
    startedMs: 0,
    route: "/",
    face: "http",
    status: 200,
    outcome: "ok",
    streaming: false,
  };
  const services = {
    config: { CLIENT_STALL_TIMEOUT_S: STALL_S },
    unsent: async () => null,
    finished: (record: AccessRecord, fault?: unknown) => void finished.push({ record, fault }),
    readerStalled: ({ id }: Pick<AccessRecord, "id">) => void stalled.push(id),
    now: () => 0,
  };
  const request = (face: (c: Context<Env>) => Promise<Response>): Promise<Response> => {
    const app = new Hono<Env>();
    app.get("/", (c) => {
      c.set("record", record);
      return face(c);
    });
    app.onError((error, c) => c.text(error instanceof SpeechError ? error.code : error.message));
    const timeout = (_request: Request, seconds: number) => void idleTimeouts.push(seconds);
    return Promise.resolve(app.request("/", {}, { timeout }));
  };
  return { ...fake, services, record, finished, stalled, idleTimeouts, request };
}

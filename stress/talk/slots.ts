import { field } from "../clients/messages.ts";
import { Failure } from "../http/failure.ts";
import { openTransport, type Transport } from "../http/transport.ts";
import type { Trust } from "../http/trust.ts";
import { sleep } from "../../src/sleep.ts";

/** Interval at which the requests in flight are polled after a cancellation. */
const POLL_MS = 5;
/** Longest wait for a free slot, and for one answer of the server. */
const TIMEOUT_MS = 5000;

/** Where servers report how many requests they serve: a path, and how its answer is read. */
const PLACES = [
  { path: "/ready", read: inReadiness },
  { path: "/metrics", read: inMetrics },
] as const;

/** Gauges of requests in flight: of this server, of vLLM, of SGLang and of Hugging Face's inference servers. */
const GAUGES =
  /^(?:\w+_requests_in_flight|vllm:num_requests_running|sglang:num_running_reqs|t[eg]i_batch_current_size)(?:\{[^}]*\})? (\d+(?:\.\d+)?)/gm;

/** Reads how many requests the server has in flight. */
export interface SlotWatch {
  /**
   * Waits until the server has no more requests than when the watch was opened; returns the time on `clock`. Null if the
   * server does not report them, if it has more after 5 s, or if `isAlone` becomes false, so that the count is that of others.
   */
  freed(clock: () => number, isAlone: () => boolean, signal: AbortSignal): Promise<number | null>;
  close(): void;
}

/** The watch of a server that does not report its requests. */
export const NO_SLOTS: SlotWatch = {
  freed: async () => null,
  close() {},
};

/**
 * Opens the watch of the server at `host`; it asks on a connection of its own, with the headers of the requests, which
 * have its key. To be opened while the tester has no request in flight.
 */
export async function openSlotWatch(
  host: string,
  trust: Trust,
  headers: Readonly<Record<string, string>>,
): Promise<SlotWatch> {
  const base = new URL(host);
  [base.pathname, base.search] = ["/", ""];
  const transport = openTransport(base.href, trust);
  const poll = (place: Place) => requestsInFlight(transport, place, headers);
  let found: { readonly place: Place; readonly before: number } | null = null;
  for (const place of PLACES) {
    const before = await poll(place);
    if (before === null) continue;
    found = { place, before };
    break;
  }
  return {
    async freed(clock, isAlone, signal) {
      if (found === null) return null;
      const endMs = clock() + TIMEOUT_MS;
      while (isAlone() && !signal.aborted && clock() < endMs) {
        const inFlight = await poll(found.place);
        if (inFlight === null || !isAlone()) return null;
        if (inFlight <= found.before) return clock();
        await sleep(POLL_MS, signal);
      }
      return null;
    },
    close: () => transport.close(),
  };
}

type Place = (typeof PLACES)[number];

/** Returns the requests in flight; null if the server does not report them there. */
async function requestsInFlight(
  transport: Transport,
  { path, read }: Place,
  headers: Readonly<Record<string, string>>,
): Promise<number | null> {
  let text = "";
  const flight = transport.exchange(
    { method: "GET", path, headers, body: "" },
    { connected() {}, headers() {}, bytes: (part) => void (text += Buffer.from(part).toString()) },
  );
  const late = new Failure("timeout_total", "no answer");
  const timer = setTimeout(() => flight.stop(late), TIMEOUT_MS);
  try {
    await flight.ended;
    return read(text);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

function inReadiness(text: string): number | null {
  try {
    const inFlight = field(JSON.parse(text), "in_flight");
    return typeof inFlight === "number" ? inFlight : null;
  } catch {
    return null;
  }
}

function inMetrics(text: string): number | null {
  const values = Array.from(text.matchAll(GAUGES), ([, value]) => Number(value));
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
}

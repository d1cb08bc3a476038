import { messageOf } from "../src/errors.ts";
import type { Log } from "./log.ts";
import { postReport, type Reporter } from "./observer.ts";
import { type OtlpSpan, spansOf } from "./spans.ts";

interface OtlpOptions {
  /** Base URL of a collector that speaks OTLP over HTTP; /v1/traces is put behind it. */
  readonly endpoint: string;
  readonly log: Log;
  readonly now: () => number;
}

const FLUSH_EVERY_MS = 1000;
/** Spans of a post, and spans that may wait while the collector is slow or away. */
const POST_SPANS = 512;
const MAX_WAITING = 4096;

/**
 * Sends the spans of each speech request to a collector, as JSON, a second after it has ended at the latest. What the
 * collector does not take in time is dropped and logged: a request never waits for it.
 */
export function openOtlp({ endpoint, log, now }: OtlpOptions): Reporter {
  const url = `${endpoint.replace(/\/+$/, "").replace(/\/v1\/traces$/, "")}/v1/traces`;
  let waiting: OtlpSpan[] = [];
  let dropped = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let flushing: Promise<void> | undefined;

  async function post(spans: readonly OtlpSpan[]): Promise<void> {
    try {
      const headers = { "content-type": "application/json" };
      await postReport(url, { headers, body: JSON.stringify(exportRequest(spans)) });
    } catch (error) {
      dropped += spans.length;
      log("warn", "traces_dropped", { spans: dropped, reason: messageOf(error) });
      dropped = 0;
    }
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    while (waiting.length > 0) {
      const spans = waiting.slice(0, POST_SPANS);
      waiting = waiting.slice(POST_SPANS);
      await post(spans);
    }
  }

  /** One at a time. */
  function begin(): Promise<void> {
    flushing ??= flush().finally(() => {
      flushing = undefined;
    });
    return flushing;
  }

  return {
    observe(ended) {
      const { trace, stages } = ended.record;
      if (trace === undefined || stages === undefined || !trace.sampled) return;
      const spans = spansOf(ended, trace, Date.now() - now());
      if (waiting.length + spans.length > MAX_WAITING) dropped += spans.length;
      else waiting.push(...spans);
      timer ??= setTimeout(() => void begin(), FLUSH_EVERY_MS);
      timer.unref();
    },
    async close() {
      await flushing;
      await begin();
    },
  };
}

function exportRequest(spans: readonly OtlpSpan[]) {
  const service = { key: "service.name", value: { stringValue: "utter" } };
  return {
    resourceSpans: [
      {
        resource: { attributes: [service] },
        scopeSpans: [{ scope: { name: "utter" }, spans }],
      },
    ],
  };
}

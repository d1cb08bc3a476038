import type { Ended } from "./observer.ts";
import type { AccessRecord } from "./record.ts";
import { hex, type Trace } from "./trace.ts";

/** A span in OTLP's JSON (opentelemetry-proto, trace.proto; 64-bit numbers are strings). */
export interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
  readonly status?: { readonly code: number };
}

interface Attribute {
  readonly key: string;
  readonly value:
    | { readonly stringValue: string }
    | { readonly doubleValue: number }
    | { readonly intValue: string };
}

type Values = Readonly<Record<string, string | number | undefined>>;

const INTERNAL = 1;
const SERVER = 2;
const CLIENT = 3;
const FAILED = { code: 2 } as const;

/** Start and end of a span, milliseconds of the server's clock. */
type TimeRange = readonly [number, number];

/**
 * Returns the spans of a request that has ended. The first is the span of the whole request. Its children are the spans
 * of the queue, the voice's Workers or the speech LM and the codec, and the encoder. Parts that the request never reached have no span. `epochMs`
 * is the 0 of the server's clock, milliseconds since 1970.
 */
export function spansOf({ record, endedMs }: Ended, trace: Trace, epochMs: number): OtlpSpan[] {
  const { startedMs, speech } = record;
  const { stages, timeline, firstAudioMs } = speech ?? {};
  const span = (name: string, kind: number, [fromMs, toMs]: TimeRange): OtlpSpan => ({
    traceId: trace.traceId,
    spanId: hex(8),
    parentSpanId: trace.spanId,
    name,
    kind,
    startTimeUnixNano: nanos(epochMs + fromMs),
    endTimeUnixNano: nanos(epochMs + toMs),
    attributes: [],
  });
  const { parentSpanId: _none, ...root } = span(record.route, SERVER, [startedMs, endedMs]);
  const spans: OtlpSpan[] = [
    {
      ...root,
      ...(trace.parentId === undefined ? {} : { parentSpanId: trace.parentId }),
      name: `${record.method} ${record.route}`,
      spanId: trace.spanId,
      attributes: attributes(rootValues(record)),
      ...(isFailure(record) ? { status: FAILED } : {}),
    },
  ];
  if (stages !== undefined) {
    const queuedMs = stages.spentMs("queue");
    spans.push(span("queue", INTERNAL, [stages.startedMs, stages.startedMs + queuedMs]));
  }
  const { firstMs, lastMs } = timeline ?? { firstMs: {}, lastMs: {} };
  if (firstMs.asked !== undefined) {
    const lm = span("lm", CLIENT, [firstMs.asked, lastMs.token ?? endedMs]);
    const firstTokenMs = firstMs.token === undefined ? undefined : firstMs.token - firstMs.asked;
    spans.push({
      ...lm,
      spanId: trace.lmSpanId,
      attributes: attributes({
        "utter.first_token_ms": firstTokenMs,
        "gen_ai.usage.input_tokens": speech?.inputTokens,
        "gen_ai.usage.output_tokens": speech?.outputTokens,
      }),
    });
  }
  if (firstMs.waiting !== undefined && firstMs.speaking !== undefined)
    spans.push(span("voice_wait", INTERNAL, [firstMs.waiting, firstMs.speaking]));
  if (firstMs.speaking !== undefined)
    spans.push(span("voice", INTERNAL, [firstMs.speaking, lastMs.spoken ?? endedMs]));
  if (firstMs.decoding !== undefined)
    spans.push(span("codec", INTERNAL, [firstMs.decoding, lastMs.decoded ?? endedMs]));
  if (firstAudioMs !== undefined && stages !== undefined) {
    const encode = span("encode", INTERNAL, [startedMs + firstAudioMs, endedMs]);
    const values = { "utter.busy_ms": stages.spentMs("encoder") };
    spans.push({ ...encode, attributes: attributes(values) });
  }
  return spans;
}

/** Returns the attributes of the request's span. They never contain the text to speak. */
function rootValues(record: AccessRecord): Values {
  return {
    "http.request.method": record.method,
    "http.route": record.route,
    "http.response.status_code": record.status,
    "error.type": record.error,
    "utter.request_id": record.id,
    "utter.outcome": record.outcome,
    "utter.engine": record.speech?.engine,
    "utter.first_audio_ms": record.speech?.firstAudioMs,
    "utter.audio_s": record.speech?.audioS,
    "utter.reader_ms": record.speech?.stages?.spentMs("reader"),
  };
}

function isFailure({ status, outcome }: AccessRecord): boolean {
  return status >= 500 || outcome === "broken" || outcome === "error";
}

function attributes(values: Values): Attribute[] {
  const known = Object.entries(values).filter(([, value]) => value !== undefined);
  return known.map(([key, value = ""]) => ({ key, value: otlpValue(value) }));
}

function otlpValue(value: string | number): Attribute["value"] {
  if (typeof value === "string") return { stringValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

function nanos(ms: number): string {
  return String(BigInt(Math.round(ms * 1000)) * 1000n);
}

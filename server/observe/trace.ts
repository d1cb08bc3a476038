/** The trace of a request and its span ids in the trace (W3C Trace Context, https://www.w3.org/TR/trace-context/). */
export interface Trace {
  /** 32 hexadecimal digits. Span ids have 16. */
  readonly traceId: string;
  /** Id of the client's span; absent if this server starts the trace. */
  readonly parentId?: string;
  readonly spanId: string;
  /** Id of the span of the speech LM's work, which is the parent of the LM server's own spans. */
  readonly lmSpanId: string;
  /** True if the trace is recorded. The service that starts the trace decides this. */
  readonly sampled: boolean;
}

const TRACEPARENT =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/**
 * Continues the trace of a `traceparent` header, or starts a trace if the header is missing or invalid. If the server
 * does not export traces (`isExported` false), `lmTraceparent` returns the ids of a valid header unchanged, and the
 * result is null without a valid header.
 */
export function beginTrace(traceparent: string | undefined, isExported: boolean): Trace | null {
  const [, traceId, parentId, flags] = TRACEPARENT.exec(traceparent ?? "") ?? [];
  if (traceId === undefined || parentId === undefined) {
    if (!isExported) return null;
    return { traceId: hex(16), spanId: hex(8), lmSpanId: hex(8), sampled: true };
  }
  const sampled = (Number.parseInt(flags ?? "0", 16) & 1) === 1;
  if (!isExported) return { traceId, parentId, spanId: parentId, lmSpanId: parentId, sampled };
  return { traceId, parentId, spanId: hex(8), lmSpanId: hex(8), sampled };
}

/** Returns the header `traceparent` for requests to the speech LM. */
export function lmTraceparent({ traceId, lmSpanId, sampled }: Trace): string {
  return `00-${traceId}-${lmSpanId}-${sampled ? "01" : "00"}`;
}

/** Returns a random id of `bytes` bytes in hexadecimal. */
export function hex(bytes: number): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString("hex");
}

/** A request's part of a trace (W3C Trace Context, https://www.w3.org/TR/trace-context/). */
export interface Trace {
  /** 32 hexadecimal digits; ids of spans have 16. */
  readonly traceId: string;
  /** The client's span; absent if the trace starts here. */
  readonly parentId?: string;
  readonly spanId: string;
  /** The span of the speech LM's work: the parent of the LM server's own spans. */
  readonly lmSpanId: string;
  /** True if the trace is recorded; the start of the trace decides. */
  readonly sampled: boolean;
}

const TRACEPARENT =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/**
 * Continues the trace of a `traceparent` header; a missing or invalid one starts a trace. If the server exports no
 * traces (`isExported` false), a valid header is forwarded unchanged, and without one the result is null.
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

/** The header `traceparent` of requests to the speech LM. */
export function lmTraceparent({ traceId, lmSpanId, sampled }: Trace): string {
  return `00-${traceId}-${lmSpanId}-${sampled ? "01" : "00"}`;
}

/** A random id in hexadecimal. */
export function hex(bytes: number): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString("hex");
}

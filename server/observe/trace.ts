/** Where a request stands in a trace of W3C Trace Context (https://www.w3.org/TR/trace-context/). */
export interface Trace {
  /** 32 hexadecimal digits; the spans' ids have 16. */
  readonly traceId: string;
  /** The span of whoever asked; absent where the trace begins here. */
  readonly parentId?: string;
  readonly spanId: string;
  /** The span of the work of the speech LM, which its own spans hang under. */
  readonly lmSpanId: string;
  /** Whether the trace is kept; whoever began it has decided. */
  readonly sampled: boolean;
}

const TRACEPARENT =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/**
 * The trace of a request with this `traceparent`. Where nobody reports (`reports` false) a valid one is passed on as it
 * came, and there is no trace without one.
 */
export function beginTrace(traceparent: string | undefined, reports: boolean): Trace | null {
  const [, traceId, parentId, flags] = TRACEPARENT.exec(traceparent ?? "") ?? [];
  if (traceId === undefined || parentId === undefined) {
    if (!reports) return null;
    return { traceId: hex(16), spanId: hex(8), lmSpanId: hex(8), sampled: true };
  }
  const sampled = (Number.parseInt(flags ?? "0", 16) & 1) === 1;
  if (!reports) return { traceId, parentId, spanId: parentId, lmSpanId: parentId, sampled };
  return { traceId, parentId, spanId: hex(8), lmSpanId: hex(8), sampled };
}

/** The `traceparent` that the speech LM is asked with. */
export function lmTraceparent({ traceId, lmSpanId, sampled }: Trace): string {
  return `00-${traceId}-${lmSpanId}-${sampled ? "01" : "00"}`;
}

/** A random id of so many bytes. */
export function hex(bytes: number): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString("hex");
}

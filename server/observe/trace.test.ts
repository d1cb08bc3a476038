import { expect, test } from "bun:test";
import { beginTrace, lmTraceparent } from "./trace.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT = "00f067aa0ba902b7";
const SPAN_ID = /^[0-9a-f]{16}$/;

test("beginTrace() - a client's trace keeps its id and its sampling, with new spans", () => {
  const trace = beginTrace(`00-${TRACE}-${PARENT}-01`, true);
  expect(trace).toMatchObject({ traceId: TRACE, parentId: PARENT, sampled: true });
  for (const id of [trace?.spanId, trace?.lmSpanId]) expect(id).toMatch(SPAN_ID);
  expect(trace && lmTraceparent(trace)).toBe(`00-${TRACE}-${trace?.lmSpanId}-01`);
});

test("beginTrace() - only the lowest bit of the flags, in hexadecimal, says whether a trace is sampled", () => {
  const sampled = ["00", "01", "02", "03", "10", "11", "fe", "ff"].filter(
    (flags) => beginTrace(`00-${TRACE}-${PARENT}-${flags}`, true)?.sampled,
  );
  expect(sampled).toEqual(["01", "03", "11", "ff"]);
});

test("lmTraceparent() - an unsampled trace stays unsampled", () => {
  const unsampled = beginTrace(`00-${TRACE}-${PARENT}-00`, true);
  expect(unsampled && lmTraceparent(unsampled)).toEndWith("-00");
});

test("beginTrace() - a missing or invalid traceparent starts a trace", () => {
  const wrong = [
    undefined,
    "",
    "x",
    `00-${TRACE}-${PARENT}`,
    `ff-${TRACE}-${PARENT}-01`,
    `00-${"0".repeat(32)}-${PARENT}-01`,
    `00-${TRACE}-${"0".repeat(16)}-01`,
    `00-${TRACE.toUpperCase()}-${PARENT}-01`,
    `00-${TRACE}-${PARENT}-01\r\nx: y`,
  ];
  for (const header of wrong) {
    const trace = beginTrace(header, true);
    expect(trace).toMatchObject({ sampled: true });
    expect(trace?.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(trace?.traceId).not.toBe(TRACE);
    for (const id of [trace?.spanId, trace?.lmSpanId]) expect(id).toMatch(SPAN_ID);
    expect(trace?.parentId).toBeUndefined();
    expect(beginTrace(header, false)).toBeNull();
  }
});

test("beginTrace() - a server that exports no traces forwards the client's traceparent unchanged", () => {
  const header = `00-${TRACE}-${PARENT}-01`;
  const trace = beginTrace(header, false);
  expect(trace && lmTraceparent(trace)).toBe(header);
});

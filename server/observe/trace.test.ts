import { expect, test } from "bun:test";
import { beginTrace, lmTraceparent } from "./trace.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT = "00f067aa0ba902b7";
const SPAN_ID = /^[0-9a-f]{16}$/;

test("beginTrace() - keeps the id and the sampling of a client's trace and creates new span ids", () => {
  const trace = beginTrace(`00-${TRACE}-${PARENT}-01`, true);
  expect(trace).toMatchObject({ traceId: TRACE, parentId: PARENT, sampled: true });
  for (const id of [trace?.spanId, trace?.lmSpanId]) expect(id).toMatch(SPAN_ID);
  expect(trace && lmTraceparent(trace)).toBe(`00-${TRACE}-${trace?.lmSpanId}-01`);
});

test("beginTrace() - reads the sampling from the lowest bit of the hexadecimal flags only", () => {
  const sampled = ["00", "01", "02", "03", "10", "11", "fe", "ff"].filter(
    (flags) => beginTrace(`00-${TRACE}-${PARENT}-${flags}`, true)?.sampled,
  );
  expect(sampled).toEqual(["01", "03", "11", "ff"]);
});

test("lmTraceparent() - keeps an unsampled trace unsampled", () => {
  const unsampled = beginTrace(`00-${TRACE}-${PARENT}-00`, true);
  expect(unsampled && lmTraceparent(unsampled)).toEndWith("-00");
});

test("beginTrace() - starts a trace if the traceparent is missing or invalid and traces are exported", () => {
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

test("beginTrace() - keeps the client's traceparent unchanged if traces are not exported", () => {
  const header = `00-${TRACE}-${PARENT}-01`;
  const trace = beginTrace(header, false);
  expect(trace && lmTraceparent(trace)).toBe(header);
});

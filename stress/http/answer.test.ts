import { expect, test } from "bun:test";
import { createAnswerReader, type Headers } from "./answer.ts";

/** Reads `text` in parts of the given lengths. The last length is repeated. */
function read(text: string, ...lengths: readonly number[]) {
  const bodies: string[] = [];
  let status = 0;
  let headers: Headers = {};
  const answer = createAnswerReader({
    headers: (code, fields) => void ([status, headers] = [code, fields]),
    body: (bytes) => void bodies.push(Buffer.from(bytes).toString("latin1")),
  });
  let complete = false;
  let rest = Buffer.from(text, "latin1");
  for (let index = 0; rest.length > 0; index++) {
    const length = lengths[Math.min(index, lengths.length - 1)] ?? rest.length;
    complete = answer.push(rest.subarray(0, length));
    rest = rest.subarray(length);
  }
  const { reusable, trailers, idleTimeoutMs } = answer;
  return {
    status,
    headers,
    bodies,
    body: bodies.join(""),
    complete,
    reusable,
    trailers,
    idleTimeoutMs,
  };
}

const LENGTH =
  "HTTP/1.1 200 OK\r\nContent-Type: audio/pcm\r\nKeep-Alive: timeout=5, max=9\r\ncontent-LENGTH: 6\r\n\r\nabcdef";
const CHUNKED =
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nServer-Timing: a\r\nServer-Timing: b\r\n\r\n" +
  '4;ext="x"\r\nabcd\r\n2\r\nef\r\n0\r\nServer-Timing: lm;dur=4\r\nX-Other: 1\r\nserver-timing: total;dur=5\r\n\r\n';
const CONTINUED = `HTTP/1.1 100 Continue\r\n\r\n${LENGTH}`;

test.each([LENGTH, CHUNKED, CONTINUED])(
  "the result does not depend on how reads split the answer",
  (text) => {
    const uncut = read(text);
    expect(uncut).toMatchObject({ status: 200, body: "abcdef", complete: true, reusable: true });
    for (let cut = 1; cut < text.length; cut++)
      expect({ ...read(text, cut, text.length), bodies: [] }).toEqual({ ...uncut, bodies: [] });
    expect({ ...read(text, 1), bodies: [] }).toEqual({ ...uncut, bodies: [] });
  },
);

test("fields of the same name are joined, separately in headers and in trailers", () => {
  expect(read(CHUNKED)).toMatchObject({
    headers: { "server-timing": "a, b" },
    trailers: { "server-timing": "lm;dur=4, total;dur=5", "x-other": "1" },
  });
});

test("the idle timeout is read from the Keep-Alive header", () => {
  expect(read(LENGTH).idleTimeoutMs).toBe(5000);
  expect(read(CHUNKED).idleTimeoutMs).toBe(Infinity);
});

test("the hook receives the body bytes of one read in one call, even if they are several chunks", () => {
  expect(read(CHUNKED).bodies).toEqual(["abcdef"]);
});

test("a body without a length ends with its connection, which is not reusable", () => {
  const answer = createAnswerReader({ headers() {}, body() {} });
  expect(answer.push(Buffer.from("HTTP/1.1 200 OK\r\n\r\nabc"))).toBe(false);
  expect(answer.close()).toBe(true);
  expect(answer.reusable).toBe(false);
});

test("an answer is incomplete without its last byte", () => {
  for (const text of [LENGTH, CHUNKED]) {
    const answer = createAnswerReader({ headers() {}, body() {} });
    answer.push(Buffer.from(text.slice(0, -1)));
    expect(answer.close()).toBe(false);
  }
});

test.each([
  ["HTTP/1.1 204 No Content\r\n\r\n", true],
  ["HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n", false],
  ["HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n", false],
  ["HTTP/1.0 200 OK\r\ncontent-length: 0\r\nconnection: keep-alive\r\n\r\n", true],
  ["HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nab", false], // a byte after the end
])("%j leaves a reusable connection: %p", (text, reusable) => {
  expect(read(text)).toMatchObject({ complete: true, reusable });
});

test.each([
  ["SSH-2.0-OpenSSH_9.6\r\n\r\n", "not HTTP/1.1"],
  ["HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n", 'invalid content-length "-1"'],
  ["HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n", 'invalid chunk size "xyz"'],
  ["HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nab\r\n", "longer than its size"],
])("%j is refused", (text, message) => {
  expect(() => read(text)).toThrow(message);
});

test("a head or a line of more than 256 KiB is refused", () => {
  const field = "x: y\r\n".repeat(50_000);
  for (const text of [`HTTP/1.1 200 OK\r\n${field}`, "x".repeat(300_000)])
    expect(() => read(text, 1000)).toThrow("more than 256 KiB");
});

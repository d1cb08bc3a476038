import { expect, test } from "bun:test";
import { encodeEvent } from "./event.ts";
import { MAX_PART_BYTES, readEvents, type Received } from "./eventReader.ts";

/** Yields bytes in chunks of `size`. */
async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
function read(text: string | Uint8Array, size = Infinity) {
  const bytes = Buffer.from(text);
  return Array.fromAsync(readEvents(cut(bytes, Math.min(size, bytes.length))));
}
const event = (type: string, data: Readonly<Record<string, unknown>> = {}): Received => ({
  is: "event",
  event: { type, data },
});

/** What PyPI's wyoming 1.10 sends for Describe and Synthesize. */
const DESCRIBE = '{"type": "describe", "version": "1.10.2"}\n';
const DATA = '{"text": "Größe 你好", "voice": {"name": "slt"}}';
const SYNTHESIZE = `{"type": "synthesize", "version": "1.10.2", "data_length": ${Buffer.byteLength(DATA)}}\n${DATA}`;

test("events are read however their bytes are cut", async () => {
  const bytes = Buffer.from(DESCRIBE + SYNTHESIZE + DESCRIBE);
  const expected = [
    event("describe"),
    event("synthesize", { text: "Größe 你好", voice: { name: "slt" } }),
    event("describe"),
  ];
  for (const size of [1, 7, 64, bytes.length]) expect(await read(bytes, size)).toEqual(expected);
});

test("data stands in the header too, as older clients send it; both are joined", async () => {
  const line = '{"type":"synthesize","data":{"text":"a","x":1},"data_length":9}\n{"x":"b"}\n';
  expect(await read(line)).toEqual([event("synthesize", { text: "a", x: "b" })]);
});

test("an event that was encoded is read back; its payload is skipped", async () => {
  const sent = { type: "audio-chunk", data: { rate: 24_000 }, payload: new Uint8Array([1, 10, 2]) };
  const bytes = Buffer.concat([encodeEvent(sent), encodeEvent({ type: "audio-stop", data: {} })]);
  expect(await read(bytes, 2)).toEqual([
    event("audio-chunk", { rate: 24_000 }),
    event("audio-stop"),
  ]);
  expect(bytes.toString()).toBe(
    '{"type":"audio-chunk","data_length":14,"payload_length":3}\n{"rate":24000}\x01\n\x02{"type":"audio-stop"}\n',
  );
});

test("a line or data that is no event is reported, and the next event is read", async () => {
  const kinds = await read(
    `hello\n[]\n{"type":1}\n{"type":"ping","data_length":2}\n[]\n\n${DESCRIBE}`,
  );
  expect(kinds.map(({ is }) => is)).toEqual(["invalid", "invalid", "invalid", "invalid", "event"]);
});

test("data that is nested too deeply to be written again is reported as invalid", async () => {
  const data = `{"x":${"[".repeat(20_000)}${"]".repeat(20_000)}}`;
  const [told, next] = await read(
    `{"type":"ping","data_length":${data.length}}\n${data}${DESCRIBE}`,
  );
  expect([told?.is, next?.is]).toEqual(["invalid", "event"]);
});

test("an event that the client does not complete is dropped", async () => {
  expect(await read('{"type":"synthesize","data_length":50}\n{"text"')).toEqual([]);
  expect(await read('{"type":"describe"}')).toEqual([]);
});

test("a part that is too long or of no known length ends the reading", async () => {
  const tooLong = MAX_PART_BYTES + 1;
  const wrong = [
    `{"type":"synthesize","data_length":${tooLong}}\n`,
    `{"type":"synthesize","payload_length":${tooLong}}\n`,
    '{"type":"synthesize","data_length":-1}\n',
    '{"type":"synthesize","payload_length":"many"}\n',
    "x".repeat(tooLong),
    `${"x".repeat(tooLong)}\n`,
  ];
  for (const text of wrong) expect(read(text, 65_536)).rejects.toThrow("Expected");
});

test("the source is closed when the reader stops", async () => {
  let isClosed = false;
  async function* source() {
    try {
      yield Buffer.from(DESCRIBE + DESCRIBE);
    } finally {
      isClosed = true;
    }
  }
  for await (const _event of readEvents(source())) break;
  expect(isClosed).toBe(true);
});

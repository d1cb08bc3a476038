import { expect, test } from "bun:test";
import { createFrameReader, encodeFrame, OPCODE } from "./frames.ts";

/** Returns a frame of a server, which is not masked. */
function serverFrame(first: number, payload: Uint8Array): Buffer {
  const { length } = payload;
  if (length < 126) return Buffer.concat([Buffer.from([first, length]), payload]);
  const size = Buffer.alloc(length < 2 ** 16 ? 2 : 8);
  if (size.length === 2) size.writeUInt16BE(length);
  else size.writeBigUInt64BE(BigInt(length));
  return Buffer.concat([Buffer.from([first, size.length === 2 ? 126 : 127]), size, payload]);
}

test.each([0, 5, 125, 126, 65_535, 65_536, 70_001])(
  "a frame of %p bytes is read, split at any byte",
  (length) => {
    const payload = Buffer.alloc(length, "utter");
    const frame = serverFrame(0x80 | OPCODE.binary, payload);
    const cuts = [1, 3, Math.floor(frame.length / 2), frame.length];
    for (const cut of cuts) {
      const reader = createFrameReader();
      const messages = [
        ...reader.push(frame.subarray(0, cut)),
        ...reader.push(frame.subarray(cut)),
      ];
      expect(
        messages.map(({ opcode, payload }) => [
          opcode,
          Buffer.from(payload).equals(Buffer.alloc(length, "utter")),
        ]),
      ).toEqual([[OPCODE.binary, true]]);
    }
  },
);

test("several frames of one read are several messages, and fragments are joined around a ping", () => {
  const bytes = Buffer.concat([
    serverFrame(0x80 | OPCODE.text, Buffer.from("one")),
    serverFrame(OPCODE.text, Buffer.from("tw")),
    serverFrame(0x80 | OPCODE.ping, Buffer.from("p")),
    serverFrame(0x80 | OPCODE.more, Buffer.from("o")),
  ]);
  const messages = createFrameReader().push(bytes);
  expect(messages.map(({ opcode, payload }) => [opcode, Buffer.from(payload).toString()])).toEqual([
    [OPCODE.text, "one"],
    [OPCODE.ping, "p"],
    [OPCODE.text, "two"],
  ]);
});

test.each([
  ["a reserved bit", Buffer.from([0xc1, 0])],
  ["an unknown opcode", Buffer.from([0x83, 0])],
  ["a masked frame", Buffer.from([0x81, 0x80, 1, 2, 3, 4])],
  ["a continuation of nothing", Buffer.from([0x80, 0])],
  ["a message inside another", Buffer.from([0x01, 0, 0x81, 0])],
  ["a ping in fragments", Buffer.from([0x09, 0])],
  ["a ping of 126 bytes", Buffer.from([0x89, 126, 0, 126])],
  ["a frame of 2^40 bytes", Buffer.from([0x82, 127, 0, 0, 1, 0, 0, 0, 0, 0])],
])("%s is refused", (_, bytes) => {
  expect(() => createFrameReader().push(bytes)).toThrow("WebSocket");
});

test.each([3, 126, 70_000])(
  "encodeFrame() - masks a payload of %p bytes, which unmasks to itself",
  (length) => {
    const payload = Buffer.alloc(length, "token");
    const frame = Buffer.from(encodeFrame(OPCODE.text, payload));
    const head = length < 126 ? 2 : length < 2 ** 16 ? 4 : 10;
    const mask = frame.subarray(head, head + 4);
    const unmasked = frame.subarray(head + 4).map((byte, at) => byte ^ (mask[at & 3] ?? 0));
    expect([frame[0], (frame[1] ?? 0) >> 7]).toEqual([0x80 | OPCODE.text, 1]);
    expect(Buffer.from(unmasked).equals(payload)).toBe(true);
  },
);

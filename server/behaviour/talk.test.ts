import { expect, test } from "bun:test";
import { event, openFakeLm, WAIT } from "../../src/lm/lm.fake.ts";
import { startServer } from "../process.fake.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Opens a socket with 16 kHz PCM. `got` has its messages, `closed` resolves with the close code. */
async function open(url: string, voice: string) {
  const path = `/v1/text-to-speech/${voice}/multi-stream-input?output_format=pcm_16000`;
  const socket = new WebSocket(`${url.replace("http", "ws")}${path}`);
  const got: Fields[] = [];
  const opened = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<number>();
  socket.addEventListener("open", () => opened.resolve());
  socket.addEventListener("message", ({ data }) => got.push(JSON.parse(data as string) as Fields));
  socket.addEventListener("close", ({ code }) => closed.resolve(code));
  await opened.promise;
  return {
    got,
    closed: closed.promise,
    send: (message: Fields) => socket.send(JSON.stringify(message)),
    async until(found: (message: Fields) => boolean): Promise<void> {
      while (!got.some(found)) await Bun.sleep(2);
    },
    seconds: () =>
      got.reduce(
        (sum, { audio }) => sum + Buffer.from((audio as string) ?? "", "base64").length / 32_000,
        0,
      ),
  };
}

const isFinal = (message: Fields): boolean => message["isFinal"] === true;
const hasAudio = (message: Fields): boolean => typeof message["audio"] === "string";

test.concurrent(
  "an interruption ends the request to the speech LM and frees the slot",
  async () => {
    const lm = openFakeLm();
    lm.answers = [[...Array.from({ length: 60 }, (_, code) => event(code)), WAIT]];
    const env = { DEVICE: "cpu", DECODER_MODEL: "fixtures/decoder.onnx", TTS_API: lm.url };
    const { child, url } = await startServer({ ...env, SPEAKERS: "anna" });
    try {
      const talk = await open(url, "anna");
      talk.send({ text: "Hello there. And more to ", context_id: "a" });
      await talk.until(hasAudio);
      expect(lm.open()).toBe(1);
      talk.send({ context_id: "a", close_context: true, playback_ms: 200 });
      await talk.until(isFinal);
      expect(talk.got.at(-1)).toMatchObject({
        isFinal: true,
        spoken: { chars: expect.any(Number) },
      });
      while (lm.open() > 0) await Bun.sleep(2);
      const ready = (await (await fetch(`${url}/ready`)).json()) as { in_flight: number };
      expect(ready.in_flight).toBe(0);
      expect(talk.got.filter(isFinal)).toHaveLength(1);
    } finally {
      child.kill("SIGKILL");
      await lm.close();
    }
  },
  60_000,
);

test.concurrent(
  "after SIGTERM a text is spoken to its end, its socket closes with 1001 and the server exits with 0",
  async () => {
    const { child, url } = await startServer({ ENGINE: "flite" });
    try {
      const talk = await open(url, "slt");
      talk.send({ text: "One sentence of a reply. And another one. ", context_id: "a" });
      await talk.until(hasAudio);
      child.kill("SIGTERM");
      await talk.until(isFinal);
      expect(talk.seconds()).toBeGreaterThan(2);
      expect(await talk.closed).toBe(1001);
      expect(await child.exited).toBe(0);
    } finally {
      child.kill("SIGKILL");
    }
  },
  60_000,
);

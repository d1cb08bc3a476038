import { z } from "zod";
import { type Case, must } from "./cases.ts";
import type { TestServer } from "./testServer.ts";

const TEXT = "Of course! The next train leaves at nine, and it stops at every station on the way.";
/** 24 kHz, 16 bit, mono. */
const PCM_BYTES_PER_S = 48_000;
const WAV_HEADER_BYTES = 44;
/** Open WebUI requests all sentences of a reply concurrently. */
const SENTENCES = Array.from({ length: 20 }, (_, index) => `This is sentence number ${index}.`);

/** Cases of applications. Each case sends requests and reads responses as the application does. */
export const CLIENTS: readonly Case<TestServer>[] = [
  {
    id: "livekit",
    claim: "LiveKit reads raw bytes for tts-1 and tts-1-hd, events for every other model",
    run: livekit,
  },
  {
    id: "pipecat",
    claim: "Pipecat reads 24 kHz PCM in frames of a fixed size",
    run: pipecat,
  },
  {
    id: "openwebui",
    claim: "Open WebUI reads the listings, then requests twenty sentences at once",
    run: openWebui,
  },
  {
    id: "wyoming",
    claim: "Home Assistant's bridge reads the sample rate from a streamed WAV's header",
    run: wyoming,
  },
  {
    id: "homeassistant",
    claim: "a Home Assistant integration that sends null fields gets an mp3",
    run: homeAssistant,
  },
];

/** Cases that need curl. */
export const CURL: readonly Case<TestServer>[] = [
  { id: "curl", claim: "curl gets a file, a stream and an error", run: curl },
];

function post(url: string, body: Readonly<Record<string, unknown>>): Promise<Response> {
  return fetch(`${url}/v1/audio/speech`, {
    method: "POST",
    // An empty key, as clients without a key send it.
    headers: { "content-type": "application/json", authorization: "Bearer " },
    body: JSON.stringify({ input: TEXT, voice: "alloy", model: "tts-1", ...body }),
  });
}

async function bytesOf(response: Response): Promise<Buffer> {
  const bytes = Buffer.from(await response.arrayBuffer());
  must(response.status === 200, `${response.status}: ${bytes.toString().slice(0, 200)}`);
  return bytes;
}

/** Entries of a listing, as Open WebUI needs them. */
const named = z.array(z.object({ id: z.string().min(1), name: z.string() })).min(1);
const modelList = z.object({ data: named });
const audioVoices = z.object({ voices: named });
const audioModels = z.object({ models: named });

/** LiveKit's plugin chooses raw bytes or SSE by the model's name alone (livekit/agents#6409). */
async function livekit({ url }: TestServer): Promise<string> {
  const raw = await bytesOf(await post(url, { model: "tts-1" }));
  must(raw.equals(await bytesOf(await post(url, { model: "tts-1-hd" }))), "tts-1-hd differs");
  const { data } = modelList.parse(await (await fetch(`${url}/v1/models`)).json());
  const others = data.map(({ id }) => id).filter((id) => !/^tts-1(-hd)?$/.test(id));
  must(others.length >= 2, `the list has only ${others.join(", ")} besides tts-1`);
  for (const model of others) {
    const response = await post(url, { model, stream_format: "sse" });
    const type = response.headers.get("content-type") ?? "";
    must(type.startsWith("text/event-stream"), `${model} answers ${type}`);
    const audio = eventAudio((await bytesOf(response)).toString());
    must(audio.equals(raw), `the audio in the events of ${model} differs from the bytes of tts-1`);
  }
  return `tts-1 and tts-1-hd raw, ${others.join(" and ")} by events, all ${raw.length} bytes`;
}

const speechEvent = z.object({
  type: z.string(),
  audio: z.string().optional(),
  usage: z.unknown().optional(),
});

/** Reads events as LiveKit's plugin does: lines that start with data:, each a JSON object with a type. */
function eventAudio(text: string): Buffer {
  const events = text
    .split("\n")
    .filter((line) => line.startsWith("data:"))
    .map((line) => speechEvent.parse(JSON.parse(line.slice(5))));
  const last = events.at(-1);
  must(last?.type === "speech.audio.done", `the last event is ${last?.type}`);
  must(last.usage !== undefined, "the last event has no usage");
  const deltas = events.filter(({ type }) => type === "speech.audio.delta");
  return Buffer.concat(deltas.map(({ audio = "" }) => Buffer.from(audio, "base64")));
}

/** Reads frames of half a second, as Pipecat's TTS service does. */
async function pipecat({ url }: TestServer): Promise<string> {
  const settings = { model: "gpt-4o-mini-tts", response_format: "pcm", instructions: "Be calm." };
  const response = await post(url, settings);
  const type = response.headers.get("content-type") ?? "";
  must(type.includes("rate=24000"), `the Content-Type ${type} has another rate`);
  const frames: Buffer[] = [];
  let buffered = Buffer.alloc(0);
  for await (const chunk of response.body ?? []) {
    buffered = Buffer.concat([buffered, chunk]);
    for (; buffered.length >= FRAME_BYTES; buffered = buffered.subarray(FRAME_BYTES))
      frames.push(buffered.subarray(0, FRAME_BYTES));
  }
  frames.push(buffered);
  const pcm = Buffer.concat(frames);
  must(pcm.length % 2 === 0, `${pcm.length} bytes are not a whole number of 16-bit samples`);
  const wav = await bytesOf(await post(url, { response_format: "wav", stream: false }));
  must(
    pcm.equals(wav.subarray(WAV_HEADER_BYTES)),
    "the PCM differs from the audio of the WAV file",
  );
  must(wav.readUInt32LE(24) === 24_000, `the WAV file has ${wav.readUInt32LE(24)} Hz`);
  return `${frames.length} frames, ${(pcm.length / PCM_BYTES_PER_S).toFixed(2)} s`;
}
const FRAME_BYTES = PCM_BYTES_PER_S / 2;

async function openWebui({ url }: TestServer): Promise<string> {
  const getJson = async (path: string) => (await fetch(`${url}${path}`)).json();
  const { voices } = audioVoices.parse(await getJson("/v1/audio/voices"));
  audioModels.parse(await getJson("/v1/audio/models"));
  const { data } = modelList.parse(await getJson("/v1/models"));
  const voice = voices[0]?.id;
  const files = await Promise.all(
    SENTENCES.map(async (input) => {
      const response = await post(url, { input, voice });
      const type = response.headers.get("content-type");
      must(
        type === "audio/mpeg",
        `expected audio/mpeg (Open WebUI caches it as .mp3), got ${type}`,
      );
      return bytesOf(response);
    }),
  );
  const empty = files.filter(({ length }) => length < 1000).length;
  must(empty === 0, `${empty} of ${files.length} sentences have no audio`);
  return `${voices.length} voices, ${data.length} models, ${files.length} sentences at once, all 200`;
}

/**
 * wyoming_openai refuses raw PCM and needs the WAV header in the first chunk. Sizes of 0xFFFFFFFF in the header mean
 * that the length is unknown.
 */
async function wyoming({ url }: TestServer): Promise<string> {
  const response = await post(url, { response_format: "wav", speed: 1 });
  const pieces = await Array.fromAsync(response.body ?? []);
  const first = Buffer.from(pieces[0] ?? []);
  must(
    first.length > WAV_HEADER_BYTES,
    `the first chunk has only ${first.length} bytes, without audio after the header`,
  );
  const rate = first.readUInt32LE(24);
  must(rate === 24_000, `the header has ${rate} Hz`);
  const sizes = [first.readUInt32LE(4), first.readUInt32LE(40)];
  must(
    sizes.every((size) => size === 0xffff_ffff),
    `the sizes in the header are ${sizes.join(" and ")}`,
  );
  const audio = Buffer.concat(pieces).subarray(WAV_HEADER_BYTES);
  const pcm = await bytesOf(await post(url, { response_format: "pcm" }));
  must(
    audio.equals(pcm),
    `the ${audio.length} bytes after the header differ from the ${pcm.length} of PCM`,
  );
  return `${rate} Hz, sizes 0xFFFFFFFF, ${audio.length} bytes of audio and nothing after it`;
}

async function homeAssistant({ url }: TestServer): Promise<string> {
  const response = await post(url, { speed: 1.2, instructions: null, stream: null, seed: null });
  const bytes = await bytesOf(response);
  const type = response.headers.get("content-type");
  must(type === "audio/mpeg", `the Content-Type is ${type}`);
  return `${bytes.length} bytes of ${type}`;
}

async function curl({ url }: TestServer): Promise<string> {
  const run = async (body: Readonly<Record<string, unknown>>, ...flags: string[]) => {
    const data = JSON.stringify(body);
    const header = "content-type: application/json";
    const command = ["curl", "-sS", `${url}/v1/audio/speech`, "-H", header, "-d", data, ...flags];
    const child = Bun.spawn(command, { stdout: "pipe", stderr: "pipe" });
    const [bytes, stderr] = [await child.stdout.bytes(), await child.stderr.text()];
    return { code: await child.exited, bytes: Buffer.from(bytes), stderr };
  };
  const wav = { input: TEXT, response_format: "wav" };
  const live = await run(wav, "--no-buffer");
  must(live.code === 0, `curl of a stream exits with ${live.code}: ${live.stderr}`);
  const file = await run({ ...wav, stream: false }, "--http1.1", "--fail");
  must(file.code === 0, `curl of a file exits with ${file.code}: ${file.stderr}`);
  const streamed = live.bytes.subarray(WAV_HEADER_BYTES);
  must(streamed.equals(file.bytes.subarray(WAV_HEADER_BYTES)), "stream and file differ");
  const wrong = await run({ ...wav, voice: "nobody" }, "--fail");
  must(wrong.code === 22, `curl --fail with a wrong voice exits with ${wrong.code}, not 22`);
  return `${file.bytes.length} bytes, streamed the same; a wrong voice is ${wrong.stderr.trim()}`;
}

import { type Case, must } from "./cases.ts";
import type { House } from "./house.ts";

const TEXT = "Of course! The next train leaves at nine, and it stops at every station on the way.";
/** Bytes of a second of PCM: 24 kHz, 16 bit, mono. */
const PCM_BYTES_A_SECOND = 48_000;
const WAV_HEADER_BYTES = 44;
/** Open WebUI speaks every sentence of a reply at once. */
const SENTENCES = Array.from({ length: 20 }, (_, index) => `This is sentence number ${index}.`);

/** Applications beside the openai package, by the requests that they send and the way they read answers. */
export const CLIENTS: readonly Case<House>[] = [
  {
    id: "livekit",
    says: "LiveKit's rule: raw bytes for tts-1 and tts-1-hd, events for every other model",
    run: livekit,
  },
  {
    id: "pipecat",
    says: "Pipecat reads 24 kHz PCM in pieces of a fixed size",
    run: pipecat,
  },
  {
    id: "openwebui",
    says: "Open WebUI's listings, then all twenty sentences of a reply at once",
    run: openWebui,
  },
  {
    id: "wyoming",
    says: "Home Assistant's bridge takes the rate from a streamed WAV's header",
    run: wyoming,
  },
  {
    id: "homeassistant",
    says: "an integration of Home Assistant: an mp3, fields set to null",
    run: homeAssistant,
  },
];

/** The command line, where there is one. */
export const CURL: readonly Case<House>[] = [
  { id: "curl", says: "curl gets a file, a stream and an error", run: curl },
];

function post(url: string, body: Readonly<Record<string, unknown>>): Promise<Response> {
  return fetch(`${url}/v1/audio/speech`, {
    method: "POST",
    // An empty key, as clients send that were given none.
    headers: { "content-type": "application/json", authorization: "Bearer " },
    body: JSON.stringify({ input: TEXT, voice: "alloy", model: "tts-1", ...body }),
  });
}

async function bytesOf(response: Response): Promise<Buffer> {
  const bytes = Buffer.from(await response.arrayBuffer());
  must(response.status === 200, `${response.status}: ${bytes.toString().slice(0, 200)}`);
  return bytes;
}

/** The plugin tells the two ways of reading apart by the model's name alone (livekit/agents#6409). */
async function livekit({ url }: House): Promise<string> {
  const raw = await bytesOf(await post(url, { model: "tts-1" }));
  must(raw.equals(await bytesOf(await post(url, { model: "tts-1-hd" }))), "tts-1-hd differs");
  const { data } = (await (await fetch(`${url}/v1/models`)).json()) as { data: { id: string }[] };
  const others = data.map(({ id }) => id).filter((id) => !/^tts-1(-hd)?$/.test(id));
  must(others.length >= 2, `only ${others.join(", ")} beside tts-1`);
  for (const model of others) {
    const response = await post(url, { model, stream_format: "sse" });
    const type = response.headers.get("content-type") ?? "";
    must(type.startsWith("text/event-stream"), `${model} answers ${type}`);
    const audio = eventAudio((await bytesOf(response)).toString());
    must(audio.equals(raw), `the events of ${model} are not the bytes of tts-1`);
  }
  return `tts-1 and tts-1-hd raw, ${others.join(" and ")} by events, all ${raw.length} bytes`;
}

/** Reads as the plugin does: lines that begin with data:, each a JSON object with a type. */
function eventAudio(text: string): Buffer {
  const events = text
    .split("\n")
    .filter((line) => line.startsWith("data:"))
    .map((line) => JSON.parse(line.slice(5)) as { type: string; audio?: string; usage?: unknown });
  const last = events.at(-1);
  must(last?.type === "speech.audio.done", `the last event is ${last?.type}`);
  must(last.usage !== undefined, "the last event has no usage");
  const deltas = events.filter(({ type }) => type === "speech.audio.delta");
  return Buffer.concat(deltas.map(({ audio = "" }) => Buffer.from(audio, "base64")));
}

/** Half a second a frame, as the service asks of its response. */
async function pipecat({ url }: House): Promise<string> {
  const settings = { model: "gpt-4o-mini-tts", response_format: "pcm", instructions: "Be calm." };
  const response = await post(url, settings);
  const type = response.headers.get("content-type") ?? "";
  must(type.includes("rate=24000"), `the Content-Type ${type} tells another rate`);
  const frames: Buffer[] = [];
  let waiting = Buffer.alloc(0);
  for await (const chunk of response.body ?? []) {
    waiting = Buffer.concat([waiting, chunk]);
    for (; waiting.length >= FRAME_BYTES; waiting = waiting.subarray(FRAME_BYTES))
      frames.push(waiting.subarray(0, FRAME_BYTES));
  }
  frames.push(waiting);
  const pcm = Buffer.concat(frames);
  must(pcm.length % 2 === 0, `${pcm.length} bytes are no whole samples`);
  const wav = await bytesOf(await post(url, { response_format: "wav", stream: false }));
  must(pcm.equals(wav.subarray(WAV_HEADER_BYTES)), "it is not the sound of the WAV file");
  must(wav.readUInt32LE(24) === 24_000, `the WAV file has ${wav.readUInt32LE(24)} Hz`);
  return `${frames.length} frames, ${(pcm.length / PCM_BYTES_A_SECOND).toFixed(2)} s`;
}
const FRAME_BYTES = PCM_BYTES_A_SECOND / 2;

async function openWebui({ url }: House): Promise<string> {
  const get = async (path: string) => (await fetch(`${url}${path}`)).json();
  const { voices } = (await get("/v1/audio/voices")) as { voices: Named[] };
  const { models } = (await get("/v1/audio/models")) as { models: Named[] };
  const { data } = (await get("/v1/models")) as { data: Named[] };
  for (const list of [voices, models, data])
    must(
      list.length > 0 && list.every(named),
      `a list without id and name: ${JSON.stringify(list)}`,
    );
  const voice = voices[0]?.id;
  const files = await Promise.all(
    SENTENCES.map(async (input) => {
      const response = await post(url, { input, voice });
      const type = response.headers.get("content-type");
      must(type === "audio/mpeg", `it caches .mp3 files, and this is ${type}`);
      return bytesOf(response);
    }),
  );
  const empty = files.filter(({ length }) => length < 1000).length;
  must(empty === 0, `${empty} of ${files.length} sentences have no sound`);
  return `${voices.length} voices, ${data.length} models, ${files.length} sentences at once, all 200`;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

function named({ id, name }: Named): boolean {
  return typeof id === "string" && typeof name === "string" && id !== "";
}

/** wyoming_openai refuses bare PCM and needs the header in the first bytes; it takes the sentinel for "no end yet". */
async function wyoming({ url }: House): Promise<string> {
  const response = await post(url, { response_format: "wav", speed: 1 });
  const pieces = await Array.fromAsync(response.body ?? []);
  const first = Buffer.from(pieces[0] ?? []);
  must(first.length > WAV_HEADER_BYTES, `the first ${first.length} bytes hold no header and audio`);
  const rate = first.readUInt32LE(24);
  must(rate === 24_000, `the header tells ${rate} Hz`);
  const sizes = [first.readUInt32LE(4), first.readUInt32LE(40)];
  must(
    sizes.every((size) => size === 0xffff_ffff),
    `its sizes are ${sizes.join(" and ")}`,
  );
  const sound = Buffer.concat(pieces).subarray(WAV_HEADER_BYTES);
  const pcm = await bytesOf(await post(url, { response_format: "pcm" }));
  must(sound.equals(pcm), `${sound.length} bytes after the header, ${pcm.length} of PCM`);
  return `${rate} Hz, sizes 0xFFFFFFFF, ${sound.length} bytes of sound and nothing after it`;
}

async function homeAssistant({ url }: House): Promise<string> {
  const response = await post(url, { speed: 1.2, instructions: null, stream: null, seed: null });
  const bytes = await bytesOf(response);
  const type = response.headers.get("content-type");
  must(type === "audio/mpeg", `it is ${type}`);
  return `${bytes.length} bytes of ${type}`;
}

async function curl({ url }: House): Promise<string> {
  const ask = async (body: Readonly<Record<string, unknown>>, ...flags: string[]) => {
    const data = JSON.stringify(body);
    const header = "content-type: application/json";
    const command = ["curl", "-sS", `${url}/v1/audio/speech`, "-H", header, "-d", data, ...flags];
    const child = Bun.spawn(command, { stdout: "pipe", stderr: "pipe" });
    const [bytes, words] = [await child.stdout.bytes(), await child.stderr.text()];
    return { code: await child.exited, bytes: Buffer.from(bytes), words };
  };
  const wav = { input: TEXT, response_format: "wav" };
  const live = await ask(wav, "--no-buffer");
  must(live.code === 0, `a stream ends curl with ${live.code}: ${live.words}`);
  const file = await ask({ ...wav, stream: false }, "--http1.1", "--fail");
  must(file.code === 0, `a file ends curl with ${file.code}: ${file.words}`);
  const sound = live.bytes.subarray(WAV_HEADER_BYTES);
  must(sound.equals(file.bytes.subarray(WAV_HEADER_BYTES)), "stream and file differ");
  const wrong = await ask({ ...wav, voice: "nobody" }, "--fail");
  must(wrong.code === 22, `--fail of a wrong voice is ${wrong.code}, not 22`);
  return `${file.bytes.length} bytes, streamed the same; a wrong voice is ${wrong.words.trim()}`;
}

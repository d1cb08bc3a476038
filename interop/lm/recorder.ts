import { z } from "zod";
import { type Stage, withServer } from "./stage.ts";

const generationBody = z.looseObject({ prompt: z.string() });
const textEvent = z.object({
  choices: z.array(z.object({ text: z.string().optional() })).optional(),
});

/** One generation as sent over the wire. */
export interface Generation {
  readonly body: Readonly<z.output<typeof generationBody>>;
  /** The text of the response. */
  text: string;
}

/** Runs `work` against a new server in front of the LM, whose generations are recorded. */
export async function recording<T>(
  stage: Stage,
  work: (url: string, generations: readonly Generation[]) => Promise<T>,
): Promise<T> {
  const recorder = openRecorder(stage.lm.url);
  try {
    return await withServer(stage, { TTS_API: recorder.url }, (server) =>
      work(server.url, recorder.generations),
    );
  } finally {
    await recorder.close();
  }
}

interface Recorder {
  readonly url: string;
  readonly generations: readonly Generation[];
  close(): Promise<void>;
}

/** Starts a loopback proxy in front of a completions server that records each generation. */
function openRecorder(upstream: string): Recorder {
  const generations: Generation[] = [];
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    async fetch(request) {
      const { pathname } = new URL(request.url);
      const headers = new Headers(request.headers);
      headers.delete("host");
      const body = request.method === "POST" ? await request.text() : null;
      const { method, signal } = request;
      const response = await fetch(`${upstream}${pathname}`, { method, headers, body, signal });
      if (pathname !== "/v1/completions" || response.body === null || body === null)
        return response;
      const generation: Generation = { body: generationBody.parse(JSON.parse(body)), text: "" };
      generations.push(generation);
      return new Response(recorded(response.body, generation), {
        status: response.status,
        headers: { "content-type": response.headers.get("content-type") ?? "" },
      });
    },
  });
  return { url: server.url.href, generations, close: () => server.stop(true) };
}

async function* recorded(body: AsyncIterable<Uint8Array>, generation: Generation) {
  const decoder = new TextDecoder();
  let unparsed = "";
  for await (const bytes of body) {
    unparsed += decoder.decode(bytes, { stream: true });
    const events = unparsed.split("\n\n");
    unparsed = events.pop() ?? "";
    for (const event of events) generation.text += textOf(event);
    yield bytes;
  }
}

function textOf(event: string): string {
  if (!event.startsWith("data: {")) return "";
  const { choices } = textEvent.parse(JSON.parse(event.slice(6)));
  return choices?.[0]?.text ?? "";
}

/** Counts the speech tokens in a text, independently of the server under test, which reads token ids. */
export function speechTokens(text: string): number {
  return [...text.matchAll(/<\|(?:s|speech)_\d+\|>/g)].length;
}

import { z } from "zod";
import type { AudioFormat } from "../../src/audio/encode/form.ts";
import { samplesIn } from "./answer.ts";

export type Form = "stream" | "whole" | "events";

/** The behaviour of one client. */
export interface Plan {
  readonly input: string;
  readonly format: AudioFormat;
  readonly form: Form;
  /** Number of body bytes after which the client disconnects; 0: before the first byte; null: never. */
  readonly leaveAfter: number | null;
  /** An invalid body to send instead, and the status that the server must answer. */
  readonly bad: { readonly body: string; readonly status: number } | null;
}

/** The end of one request; `wrong` names an unexpected result. */
export interface Outcome {
  /** The status, with "broken" or "left" when the body was incomplete. */
  readonly name: string;
  readonly samples?: number;
  readonly bytes?: number;
  readonly wrong?: string;
  readonly hung?: boolean;
}

/** Time without a byte after which a request counts as hung. It is longer than every timeout of the server. */
const HUNG_MS = 60_000;
/** A client with `leaveAfter` 0 disconnects within this time. */
const EARLY_MS = 40;

/** Runs the plan. Never throws. */
export async function act(url: string, plan: Plan): Promise<Outcome> {
  const client = new AbortController();
  let hung = false;
  const watch = setTimeout(() => {
    hung = true;
    client.abort();
  }, HUNG_MS);
  const early =
    plan.leaveAfter === 0 ? setTimeout(() => client.abort(), Math.random() * EARLY_MS) : undefined;
  let status = 0;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    const response = await fetch(`${url}/v1/audio/speech`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: plan.bad?.body ?? bodyOf(plan),
      signal: client.signal,
    });
    ({ status } = response);
    for await (const chunk of response.body ?? []) {
      watch.refresh();
      chunks.push(chunk);
      bytes += chunk.length;
      if (plan.leaveAfter !== null && plan.leaveAfter > 0 && bytes >= plan.leaveAfter)
        client.abort();
    }
    return judged(plan, status, Buffer.concat(chunks));
  } catch (error) {
    if (hung) return { name: `${status} hung`, hung: true };
    if (client.signal.aborted) return { name: status === 0 ? "left early" : `${status} left` };
    // If a body fails on its first bytes, the server closes the connection before it sends the headers.
    if (/ECONNRESET/.test(String(error))) return { name: `${status || "no status,"} broken` };
    return { name: "no answer", wrong: `no answer: ${String(error)}` };
  } finally {
    clearTimeout(watch);
    clearTimeout(early);
  }
}

function bodyOf({ input, format, form }: Plan): string {
  return JSON.stringify({
    input,
    response_format: format,
    stream: form !== "whole",
    ...(form === "events" ? { stream_format: "sse" } : {}),
  });
}

/** Judges an answer with a complete body. */
function judged(plan: Plan, status: number, body: Buffer): Outcome {
  const name = String(status);
  if (plan.bad !== null && status !== plan.bad.status && status !== 429)
    return { name, wrong: `${status} instead of ${plan.bad.status} for bad input` };
  if (status !== 200) {
    const hasEnvelope = /^\{"error":\{"message":"[^"]/.test(body.toString("utf8", 0, 40));
    return hasEnvelope ? { name } : { name, wrong: `${status} without the error's envelope` };
  }
  if (plan.form !== "events") return counted(plan, body, name);
  const { audio, ended, failed } = eventsIn(body.toString("utf8"));
  if (failed) return { name: "200 error event" };
  if (!ended) return { name, wrong: "the events end without speech.audio.done" };
  return counted(plan, audio, name);
}

function counted({ format }: Plan, audio: Buffer, name: string): Outcome {
  const samples = samplesIn(format, audio);
  if (samples === null)
    return { name, wrong: `the body ends cleanly, but the ${format} is truncated` };
  return { name, samples, bytes: audio.length };
}

const eventSchema = z.object({ type: z.string(), audio: z.string().optional() });

function eventsIn(text: string): { audio: Buffer; ended: boolean; failed: boolean } {
  const events = text
    .split("\n\n")
    .flatMap((event) => /^data: (.*)$/m.exec(event)?.[1] ?? [])
    .map((data) => eventSchema.parse(JSON.parse(data)));
  const audio = events.flatMap((event) =>
    event.type === "speech.audio.delta" ? [Buffer.from(event.audio ?? "", "base64")] : [],
  );
  const last = events.at(-1)?.type;
  return {
    audio: Buffer.concat(audio),
    ended: last === "speech.audio.done",
    failed: last === "error",
  };
}

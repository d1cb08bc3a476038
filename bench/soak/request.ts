import type { AudioFormat } from "../../src/audio/encode/encode.ts";
import { samplesIn } from "./answer.ts";

export type Form = "stream" | "whole" | "events";

/** What one client does. */
export interface Plan {
  readonly input: string;
  readonly format: AudioFormat;
  readonly form: Form;
  /** The client leaves after so many bytes of the body; 0: before any. null: it stays. */
  readonly leaveAfter: number | null;
  /** Sent instead of a right body, and the status that it must have. */
  readonly bad: { readonly body: string; readonly status: number } | null;
}

/** How it ended; `wrong` says what should not have been. */
export interface Outcome {
  /** A status, with "broken" or "left" where the body did not end by itself. */
  readonly name: string;
  readonly samples?: number;
  readonly bytes?: number;
  readonly wrong?: string;
  readonly hung?: boolean;
}

/** Longer than anything that the server lets pass without progress. */
const HUNG_MS = 60_000;
/** A client that leaves before any byte does so within this time. */
const EARLY_MS = 40;

/** Does what the plan says and tells how it ended; never throws. */
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
    // What breaks with its very first bytes is closed before its headers have left.
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

/** An answer whose body ended by itself. */
function judged(plan: Plan, status: number, body: Buffer): Outcome {
  const name = String(status);
  if (plan.bad !== null && status !== plan.bad.status && status !== 429)
    return { name, wrong: `${status} instead of ${plan.bad.status} for bad input` };
  if (status !== 200) {
    const told = /^\{"error":\{"message":"[^"]/.test(body.toString("utf8", 0, 40));
    return told ? { name } : { name, wrong: `${status} without the error's envelope` };
  }
  if (plan.form !== "events") return counted(plan, body, name);
  const { audio, ended, failed } = eventsIn(body.toString("utf8"));
  if (failed) return { name: "200 error event" };
  if (!ended) return { name, wrong: "events that end without speech.audio.done" };
  return counted(plan, audio, name);
}

function counted({ format }: Plan, audio: Buffer, name: string): Outcome {
  const samples = samplesIn(format, audio);
  if (samples === null) return { name, wrong: `a clean end of a cut ${format}` };
  return { name, samples, bytes: audio.length };
}

function eventsIn(text: string): { audio: Buffer; ended: boolean; failed: boolean } {
  const events = text
    .split("\n\n")
    .flatMap((event) => /^data: (.*)$/m.exec(event)?.[1] ?? [])
    .map((data) => JSON.parse(data) as { type: string; audio?: string });
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

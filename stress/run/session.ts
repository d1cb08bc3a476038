import { join } from "node:path";
import type { Client, Wire } from "../clients/client.ts";
import { embeddingClient } from "../clients/embedding.ts";
import { inworldInternalClient } from "../clients/inworldInternal.ts";
import { inworldPublicClient } from "../clients/inworldPublic.ts";
import { openaiClient } from "../clients/openai.ts";
import { openTransport } from "../http/transport.ts";
import { type Crew, openCrew } from "../processes/crew.ts";
import type { ClientId, CommonOptions } from "../options/options.ts";
import { openRecorder, type Recorder } from "../records/recorder.ts";
import { type Part, WHOLE } from "../load/part.ts";
import type { Sender } from "../load/sender.ts";

const CLIENTS: Record<ClientId, (wire: Wire) => Client> = {
  openai: openaiClient,
  "inworld-public": inworldPublicClient,
  "inworld-internal": inworldInternalClient,
  embedding: embeddingClient,
};

/** The client that `options` names. */
export function openClient(options: CommonOptions): Client {
  return CLIENTS[options.client]({
    modelId: options.modelId,
    responseFormat: options.responseFormat,
    stream: options.stream,
    streamFormat: options.streamFormat,
    maxTokens: options.maxTokens,
    timestamp: options.timestamp ?? null,
    apiKey: options.apiKey,
    headers: options.header,
    extra: options.body,
  });
}

/** What all levels of a run share. */
export interface Session extends Sender {
  readonly recorder: Recorder;
  readonly streamed: boolean;
  /** Which requests of every level are sent from here. */
  readonly part: Part;
  /** The processes that send; null: this one does. */
  readonly crew: Crew | null;
}

/**
 * Opens what all levels share; `closeSession` closes it. The sender comes first: where an option names a file that
 * can't be read, earlier results keep their names.
 */
export async function openSession(options: CommonOptions): Promise<Session> {
  const sender = openSender(options);
  const crew = options.workers > 1 ? openCrew(options.workers, options) : null;
  try {
    const recorder = await openRecorder(resultFolder(options));
    return { ...sender, recorder, streamed: options.stream, part: options.shard, crew };
  } catch (error) {
    sender.bench.transport.close();
    crew?.close();
    throw error;
  }
}

/** What this process sends with. */
export function openSender(options: CommonOptions): Sender {
  return {
    randomPrefix: options.random,
    keepAudio: options.keepAudio,
    bench: {
      client: openClient(options),
      transport: openTransport(options.host, options),
      timeouts: {
        firstAudioMs: options.timeoutFirstAudio,
        totalMs: options.timeoutTotal,
        stallMs: options.timeoutStall,
      },
      now: () => performance.now(),
    },
  };
}

/** Warm-ups come one after another, from this process alone, and none of them is a shard's. */
export function soloSession(session: Session): Session {
  return { ...session, part: WHOLE, crew: null, keepAudio: false };
}

/** Ends connections and processes, and writes the last records. */
export async function closeSession({ bench, crew, recorder }: Session): Promise<void> {
  bench.transport.close();
  crew?.close();
  await recorder.close();
}

/** Where this run's files lie. */
export function resultFolder(options: CommonOptions): string {
  return join(options.outputDir, options.benchmarkName);
}

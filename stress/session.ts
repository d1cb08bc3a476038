import { join } from "node:path";
import type { Client, Wire } from "./clients/client.ts";
import { embeddingClient } from "./clients/embedding.ts";
import { inworldInternalClient } from "./clients/inworldInternal.ts";
import { inworldPublicClient } from "./clients/inworldPublic.ts";
import { openaiClient } from "./clients/openai.ts";
import { openTransport } from "./http.ts";
import type { Session } from "./level.ts";
import type { ClientId, CommonOptions } from "./options.ts";
import { openRecorder } from "./recorder.ts";

const CLIENTS: Record<ClientId, (wire: Wire) => Client> = {
  openai: openaiClient,
  "inworld-public": inworldPublicClient,
  "inworld-internal": inworldInternalClient,
  embedding: embeddingClient,
};

/** The client that `options` names, with `extra` fields below the user's own. */
export function openClient(
  options: CommonOptions,
  extra: Readonly<Record<string, unknown>> = {},
): Client {
  return CLIENTS[options.client]({
    modelId: options.modelId,
    responseFormat: options.responseFormat,
    stream: options.stream,
    maxTokens: options.maxTokens,
    timestamp: options.timestamp ?? null,
    apiKey: options.apiKey,
    headers: options.header,
    extra: { ...extra, ...options.body },
  });
}

/** What all levels of a run share; the caller closes its transport and recorder. */
export async function openSession(options: CommonOptions, client: Client): Promise<Session> {
  const recorder = await openRecorder(resultFolder(options));
  return {
    recorder,
    streamed: options.stream,
    randomPrefix: options.random,
    bench: {
      client,
      transport: openTransport(options.host),
      timeouts: {
        firstAudioMs: options.timeoutFirstAudio,
        totalMs: options.timeoutTotal,
        stallMs: options.timeoutStall,
      },
      now: () => performance.now(),
    },
  };
}

/** Where this run's files lie. */
export function resultFolder(options: CommonOptions): string {
  return join(options.outputDir, options.benchmarkName);
}

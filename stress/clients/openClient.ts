import type { Client, Wire } from "./client.ts";
import { embeddingClient } from "./embedding.ts";
import { inworldInternalClient } from "./inworldInternal.ts";
import { inworldPublicClient } from "./inworldPublic.ts";
import { openaiClient } from "./openai.ts";

export const CLIENT_IDS = ["openai", "inworld-public", "inworld-internal", "embedding"] as const;
export type ClientId = (typeof CLIENT_IDS)[number];

/** A client and its settings, named as on the command line. */
export interface ClientOptions extends Omit<Wire, "timestamp" | "headers" | "extra"> {
  readonly client: ClientId;
  /** Path of the endpoint; absent: that of the client's API. */
  readonly path?: string | undefined;
  readonly timestamp?: Wire["timestamp"] | undefined;
  readonly header: Wire["headers"];
  readonly body: Wire["extra"];
}

const CLIENTS: Record<ClientId, (wire: Wire) => Client> = {
  openai: openaiClient,
  "inworld-public": inworldPublicClient,
  "inworld-internal": inworldInternalClient,
  embedding: embeddingClient,
};

/**
 * Opens the client that `options.client` names.
 *
 * @example
 * const { path, body } = openClient(options).call({ text: "Hello.", voice: "alloy" });
 */
export function openClient(options: ClientOptions): Client {
  const client = CLIENTS[options.client]({
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
  const { path } = options;
  if (path === undefined) return client;
  return { ...client, call: (ask) => ({ ...client.call(ask), path }) };
}

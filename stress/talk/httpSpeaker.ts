import type { AudioChunk } from "../formats/chunk.ts";
import { asFailure, Failure } from "../http/failure.ts";
import { mediaType } from "../formats/mediaType.ts";
import type { Headers } from "../http/answer.ts";
import type { Flight } from "../http/transport.ts";
import { createSentenceCutter } from "../reply/sentences.ts";
import type { RunContext } from "../request/attempt.ts";
import type { Connection, ReplySink, Speaker } from "./speaker.ts";

/** A reply whose sentences are requested one after another. */
interface Sentences {
  readonly sink: ReplySink;
  readonly cutter: ReturnType<typeof createSentenceCutter>;
  readonly waiting: string[];
  flight: Flight | null;
  /** True when all tokens have come. */
  isFinished: boolean;
  isOver: boolean;
}

/**
 * Creates the speaker of one conversation that sends each complete sentence as a request to /v1/audio/speech, when the
 * answer to the one before it has ended.
 */
export function createHttpSpeaker(
  voice: string,
  { client, transport, now }: Pick<RunContext, "client" | "transport" | "now">,
): Speaker {
  let connection: Connection = { connectMs: null, status: null, requestId: "", answerId: null };
  let current: Sentences | null = null;

  const request = async (reply: Sentences, text: string): Promise<void> => {
    const { sink } = reply;
    const startMs = now();
    const call = client.call({ text, voice });
    let reader = client.reader("");
    let hasAudio = false;
    const hear = (chunks: readonly AudioChunk[]): void => {
      hasAudio ||= chunks.length > 0;
      sink.sound(chunks);
    };
    const headers = { ...call.headers, "x-request-id": connection.requestId };
    const take = (read: Uint8Array): void => {
      sink.arrived();
      try {
        hear(reader.push(read));
      } catch (error) {
        flight.stop(asFailure(error));
      }
    };
    const flight = transport.exchange(
      { ...call, headers },
      {
        connected: () => void (connection = { ...connection, connectMs: now() - startMs }),
        headers(status: number, fields: Headers) {
          connection = { ...connection, status, answerId: fields["x-request-id"] ?? null };
          reader = client.reader(mediaType(fields));
        },
        bytes: take,
      },
    );
    reply.flight = flight;
    await flight.ended;
    hear(reader.end());
    if (!hasAudio)
      throw new Failure("empty_audio", `no audio for a sentence: ${JSON.stringify(text)}`);
  };

  /** Sends the next sentence, unless one is being spoken. */
  const advance = (reply: Sentences): void => {
    if (reply.isOver || reply.flight !== null) return;
    const text = reply.waiting.shift();
    if (text === undefined) {
      if (!reply.isFinished) return;
      reply.isOver = true;
      return reply.sink.ended();
    }
    request(reply, text).then(
      () => {
        reply.flight = null;
        advance(reply);
      },
      (error: unknown) => {
        if (reply.isOver) return;
        reply.isOver = true;
        reply.sink.failed(asFailure(error));
      },
    );
  };

  const stop = (): void => {
    if (current === null) return;
    current.isOver = true;
    current.flight?.stop(new Failure("aborted", "interrupted"));
  };

  return {
    get connection() {
      return connection;
    },
    async ready() {},
    begin(sink) {
      const requestId = crypto.randomUUID();
      connection = { connectMs: null, status: null, requestId, answerId: null };
      const cutter = createSentenceCutter();
      current = { sink, cutter, waiting: [], flight: null, isFinished: false, isOver: false };
    },
    token(text) {
      if (current === null) return;
      current.waiting.push(...current.cutter.push(text));
      advance(current);
    },
    finish() {
      if (current === null) return;
      current.waiting.push(...current.cutter.end());
      current.isFinished = true;
      advance(current);
    },
    cancel() {
      stop();
      return false;
    },
    close: stop,
  };
}

import { decodeAudio } from "./base64Audio.ts";
import { createBodyReader } from "../formats/body.ts";
import type { AudioChunk, ChunkReader } from "../formats/chunk.ts";
import { Failure } from "../http/failure.ts";
import type { TokenUsage } from "../records/record.ts";
import type { AudioReader } from "./client.ts";
import { createLineReader, field, parseJson, stringField } from "./messages.ts";
import { serverFailure } from "./refusal.ts";

/**
 * Reads OpenAI's speech events: `speech.audio.delta` with base64 audio, `speech.audio.done` with the usage, `error`.
 * The audio of all events together is one stream of bytes in `format`. An event with audio yields one chunk, at the read
 * that completes the event.
 *
 * @example
 * const reader = createEventReader("wav");
 * reader.push(bytes); // the chunks of the events that these bytes complete
 * reader.end();
 */
export function createEventReader(format: string): AudioReader {
  const body = createBodyReader(format, "");
  let usage: TokenUsage | null = null;
  let hasAudio = false;
  let done = false;
  let named = false; // true if the server names its events, so that it must also send speech.audio.done

  const take = ({ name, data, isLast }: ServerEvent): readonly AudioChunk[] => {
    if (data === "" || data === "[DONE]") return [];
    const message = parseJson(data, isLast);
    const type = stringField(message, "type") ?? name;
    const error = field(message, "error");
    if (type === "error" || (error !== undefined && error !== null))
      throw serverFailure(error ?? message, hasAudio);
    named ||= type.startsWith("speech.audio.");
    if (type === "speech.audio.done") {
      done = true;
      usage = readUsage(field(message, "usage"));
    }
    const audio = stringField(message, "audio");
    if (audio === null || audio === "") return [];
    const chunks = body.push(decodeAudio(audio));
    hasAudio ||= chunks.length > 0;
    return chunks;
  };

  const events = createSseReader(take);
  return {
    push: events.push,
    end() {
      const chunks = events.end();
      if (named && !done)
        throw new Failure("truncated", "the events ended without speech.audio.done");
      return [...chunks, ...body.end()];
    },
    usage: () => usage,
  };
}

interface ServerEvent {
  readonly name: string;
  readonly data: string;
  /** True if the body ended without an empty line after the event. */
  readonly isLast: boolean;
}

/** Reads server-sent events; `take` returns the audio of one event. */
function createSseReader(take: (event: ServerEvent) => readonly AudioChunk[]): ChunkReader {
  let name = "";
  let data: string[] = [];
  const dispatch = (isLast: boolean): readonly AudioChunk[] => {
    const event = { name, data: data.join("\n"), isLast };
    [name, data] = ["", []];
    return take(event);
  };
  const lines = createLineReader(true, (raw) => {
    const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    if (line === "") return dispatch(false);
    const value = line.slice(line.indexOf(":") + 1).replace(/^ /, "");
    if (line.startsWith("event:")) name = value;
    else if (line.startsWith("data:")) data.push(value);
    return [];
  });
  return {
    push: lines.push,
    // Some servers omit the empty line after their last event.
    end: () => [...lines.end(), ...dispatch(true)],
  };
}

function readUsage(usage: unknown): TokenUsage | null {
  const count = (name: string) => {
    const value = field(usage, name);
    return typeof value === "number" ? value : null;
  };
  const [prompt, completion] = [count("input_tokens"), count("output_tokens")];
  if (prompt === null || completion === null) return null;
  return { prompt, completion, total: count("total_tokens") ?? prompt + completion };
}

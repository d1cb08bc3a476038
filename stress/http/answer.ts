import { asBuffer, createLineBuffer, type Cursor } from "./lineBuffer.ts";

/** Headers by their names in lower case; the values of one name are joined by ", ". */
export type Headers = Readonly<Record<string, string>>;

/** Hooks that are called while an answer is read. */
export interface AnswerHooks {
  headers(status: number, headers: Headers): void;
  /** The body bytes of one read. */
  body(bytes: Uint8Array): void;
}

/** Reads one HTTP/1.1 answer, split at any byte. Throws Error if the bytes are not a valid answer. */
export interface AnswerReader {
  /** Processes one read of the connection; returns true if the answer is complete. */
  push(read: Uint8Array): boolean;
  /** Ends the answer, because the connection has ended; returns true if the body is complete. */
  close(): boolean;
  /** True if the connection can carry another request. */
  readonly reusable: boolean;
  /** Idle timeout of the server, milliseconds; Infinity if the answer names none. */
  readonly idleTimeoutMs: number;
  readonly trailers: Headers;
}

type State =
  "head" | "length" | "chunk size" | "chunk" | "chunk end" | "trailers" | "to close" | "done";

/** State of one answer that is being read. */
interface Answer {
  state: State;
  /** Bytes that are missing from the body, or from its current chunk. */
  missingBytes: number;
  reusable: boolean;
  /** True if bytes came after the end of the answer. */
  surplus: boolean;
  idleTimeoutMs: number;
  trailers: Headers;
}

/**
 * Creates a reader for the answer to one request (RFC 9112). The reader copies bytes instead of keeping views of reads.
 * Tens of thousands of views per second make garbage collections longer than the times that are measured.
 *
 * @example
 * const answer = createAnswerReader({ headers: (status) => log(status), body: (bytes) => play(bytes) });
 * socket.on("data", (read) => answer.push(read) && socket.end());
 */
export function createAnswerReader(hooks: AnswerHooks): AnswerReader {
  const lines = createLineBuffer();
  const answer = newAnswer();

  /** Processes the next line that is not part of the body. */
  const step = (cursor: Cursor): void => {
    if (answer.state !== "head" && answer.state !== "trailers") {
      const line = lines.next(cursor);
      if (line !== null) takeChunkLine(answer, line);
      return;
    }
    const block = lines.block(cursor);
    if (block === null) return;
    if (answer.state === "head") takeHead(answer, block, hooks);
    else Object.assign(answer, { trailers: parseFields(block), state: "done" });
  };

  return {
    push(read) {
      const parts: Uint8Array[] = [];
      const cursor = { read, at: 0 };
      while (cursor.at < read.length && !answer.surplus) {
        if (answer.state === "done") answer.surplus = true;
        else if (isBody(answer.state)) parts.push(takeBody(answer, cursor));
        else step(cursor);
      }
      const [first] = parts;
      if (first !== undefined) hooks.body(parts.length === 1 ? first : Buffer.concat(parts));
      return answer.state === "done";
    },
    close() {
      if (answer.state === "to close") answer.state = "done";
      return answer.state === "done";
    },
    get reusable() {
      return answer.reusable && !answer.surplus;
    },
    get idleTimeoutMs() {
      return answer.idleTimeoutMs;
    },
    get trailers() {
      return answer.trailers;
    },
  };
}

function newAnswer(): Answer {
  return {
    state: "head",
    missingBytes: 0,
    reusable: false,
    surplus: false,
    idleTimeoutMs: Infinity,
    trailers: {},
  };
}

function isBody(state: State): boolean {
  return state === "chunk" || state === "length" || state === "to close";
}

function takeHead(answer: Answer, block: readonly string[], hooks: AnswerHooks): void {
  const { status, version, headers } = parseHead(block);
  if (status < 200 && status !== 101) return; // 100 Continue and the like precede the answer
  answer.state = bodyState(status, headers);
  answer.missingBytes = answer.state === "length" ? Number(headers["content-length"]) : 0;
  const connection = headers["connection"]?.toLowerCase() ?? "";
  const keptOpen =
    version === "1.1" ? !connection.includes("close") : connection.includes("keep-alive");
  answer.reusable = keptOpen && answer.state !== "to close";
  const [, timeoutS] = /timeout=(\d+)/i.exec(headers["keep-alive"] ?? "") ?? [];
  if (timeoutS !== undefined) answer.idleTimeoutMs = Number(timeoutS) * 1000;
  hooks.headers(status, headers);
}

/** Processes the line before or after the bytes of a chunk. */
function takeChunkLine(answer: Answer, line: string): void {
  if (answer.state === "chunk size") {
    answer.missingBytes = chunkSize(line);
    answer.state = answer.missingBytes === 0 ? "trailers" : "chunk";
    return;
  }
  if (line !== "") throw new Error("a chunk is longer than its size");
  answer.state = "chunk size";
}

/** Returns the next bytes of the body. */
function takeBody(answer: Answer, cursor: Cursor): Uint8Array {
  const { read, at: from } = cursor;
  const toClose = answer.state === "to close";
  const end = toClose ? read.length : Math.min(read.length, from + answer.missingBytes);
  cursor.at = end;
  answer.missingBytes -= end - from;
  if (answer.missingBytes === 0 && !toClose)
    answer.state = answer.state === "length" ? "done" : "chunk end";
  if (from === 0 && end === read.length) return read;
  // A copy, because a view would keep the memory of the whole read until a collection and make the collection longer.
  const bytes = new Uint8Array(end - from);
  asBuffer(read).copy(bytes, 0, from, end);
  return bytes;
}

function bodyState(status: number, headers: Headers): State {
  if (status === 204 || status === 304) return "done";
  if (headers["transfer-encoding"]?.toLowerCase().includes("chunked") === true) return "chunk size";
  const length = headers["content-length"];
  if (length === undefined) return "to close";
  if (!/^\d+$/.test(length)) throw new Error(`invalid content-length "${length}"`);
  return Number(length) === 0 ? "done" : "length";
}

function parseHead(block: readonly string[]): {
  status: number;
  version: string;
  headers: Headers;
} {
  const [first = "", ...lines] = block;
  const [, version, status] = /^HTTP\/(1\.[01]) (\d{3})(?: |$)/.exec(first) ?? [];
  if (version === undefined)
    throw new Error(`not HTTP/1.1: "${first.slice(0, 60).replaceAll(/[^\x20-\x7e]/g, ".")}"`);
  return { status: Number(status), version, headers: parseFields(lines) };
}

function parseFields(lines: readonly string[]): Headers {
  const fields: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(":");
    if (colon < 1) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    const previous = fields[name];
    fields[name] = previous === undefined ? value : `${previous}, ${value}`;
  }
  return fields;
}

function chunkSize(line: string): number {
  if (!/^[0-9a-f]{1,12}\s*(?:;|$)/i.test(line))
    throw new Error(`invalid chunk size "${line.slice(0, 20)}"`);
  return Number.parseInt(line, 16);
}

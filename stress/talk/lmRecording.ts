import { expected, messageOf } from "../../src/message.ts";
import { field } from "../clients/messages.ts";
import { parseTextFile } from "../load/textFile.ts";
import type { Pace, Token } from "../reply/reply.ts";

const FLAG = "--lm-recording";
const FORM =
  'a list of gaps in ms, or rows such as {"gaps_ms":[0,21,19]} or {"tokens":[{"text":"Hi","ms":0}]}';

/** One recorded reply: the gaps between its tokens, or its tokens with their times. */
type Recording =
  | { readonly kind: "gaps"; readonly gaps: readonly number[] }
  | { readonly kind: "tokens"; readonly tokens: readonly Token[] };

/**
 * Reads the recording of a language model: JSON, or one value per line (.jsonl), which can be compressed (.gz). Its rows
 * are all gaps in milliseconds, or all tokens with their times. Throws Error that names the flag, the file and the row.
 */
export async function readLmRecording(path: string): Promise<Pace> {
  const file = Bun.file(path);
  if (!(await file.exists())) throw refusal(path, "an existing file");
  const bytes = await file.bytes();
  let content: unknown;
  try {
    content = parseTextFile(path, bytes);
  } catch (error) {
    throw refusal(path, "a JSON file", messageOf(error));
  }
  try {
    return toPace(rowsOf(content));
  } catch (error) {
    throw refusal(path, FORM, messageOf(error));
  }
}

/** Returns the rows of a file, of which a list of numbers is the only one. */
function rowsOf(content: unknown): readonly unknown[] {
  if (!Array.isArray(content)) return [content];
  return content.every((item) => typeof item === "number") ? [content] : (content as unknown[]);
}

function toPace(rows: readonly unknown[]): Pace {
  if (rows.length === 0) throw new Error("the file has no row");
  const recordings = rows.map((row, index) => {
    try {
      return readRow(row);
    } catch (error) {
      throw new Error(`row ${index + 1}: ${messageOf(error)}`, { cause: error });
    }
  });
  const gaps = recordings.flatMap((each) => (each.kind === "gaps" ? [each.gaps] : []));
  if (gaps.length === recordings.length) return { kind: "gaps", recordings: gaps };
  if (gaps.length > 0) throw new Error("some rows are gaps and some are tokens");
  const replies = recordings.flatMap((each) => (each.kind === "tokens" ? [each.tokens] : []));
  return { kind: "replies", replies };
}

function readRow(row: unknown): Recording {
  const gaps = field(row, "gaps_ms") ?? row;
  if (Array.isArray(gaps)) {
    if (gaps.length === 0) throw new Error("no gap");
    const wrong = gaps.find((gap) => typeof gap !== "number" || !Number.isFinite(gap) || gap < 0);
    if (wrong !== undefined) throw new Error(`${JSON.stringify(wrong)} is not a gap in ms`);
    return { kind: "gaps", gaps: gaps as readonly number[] };
  }
  const tokens = field(row, "tokens");
  if (!Array.isArray(tokens) || tokens.length === 0) throw new Error("neither gaps nor tokens");
  return { kind: "tokens", tokens: readTokens(tokens) };
}

/**
 * Reads tokens; their times count from the first one with a text. Empty tokens, with which some models begin, are left
 * out: in some protocols an empty text ends the reply. Throws Error if a time falls, and if there is no text.
 */
function readTokens(tokens: readonly unknown[]): readonly Token[] {
  let lastMs = -Infinity;
  const read = tokens.map((token, index) => {
    const [text, ms] = [field(token, "text"), field(token, "ms")];
    if (typeof text !== "string" || typeof ms !== "number" || !Number.isFinite(ms))
      throw new Error(`token ${index + 1} has no text or no ms: ${JSON.stringify(token)}`);
    if (ms < lastMs) throw new Error(`token ${index + 1} comes before the one before it`);
    lastMs = ms;
    return { text, ms };
  });
  const spoken = read.filter(({ text }) => text !== "");
  const [first] = spoken;
  if (first === undefined || spoken.every(({ text }) => text.trim() === ""))
    throw new Error("the tokens have no text");
  return spoken.map(({ text, ms }) => ({ text, dueMs: ms - first.ms }));
}

function refusal(path: string, wanted: string, detail?: string): Error {
  const message = expected(FLAG, wanted, JSON.stringify(path));
  return new Error(detail === undefined ? message : `${message}: ${detail}`);
}

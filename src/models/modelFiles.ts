import { readFile } from "node:fs/promises";
import { z } from "zod";
import { SpeechError } from "../errors.ts";
import { messageOf } from "../message.ts";

/** The id of each symbol that a model of phonemes knows. */
export type Vocabulary = ReadonlyMap<string, number>;

const VOCABULARY = z.record(z.string(), z.int().nonnegative());

/** Reads a file of a voice. Throws SpeechError "internal" that names `what` the file is and the file. */
export async function readModelFile(what: string, file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw unreadable(what, { file, cause });
  }
}

/** Reads a file `vocab.json`. Throws SpeechError "internal" that names the file if it can't be read or an id is no natural number. */
export async function readVocabulary(file: string): Promise<Vocabulary> {
  const what = "vocabulary";
  const bytes = await readModelFile(what, file);
  try {
    return new Map(Object.entries(VOCABULARY.parse(JSON.parse(new TextDecoder().decode(bytes)))));
  } catch (cause) {
    throw unreadable(what, { file, cause });
  }
}

function unreadable(
  what: string,
  { file, cause }: { readonly file: string; readonly cause: unknown },
): SpeechError {
  const why = `the ${what} ${file} can't be read: ${messageOf(cause)}`;
  return new SpeechError("internal", why, { cause });
}

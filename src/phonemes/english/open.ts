import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import type { Ort } from "../../ort/ort.ts";
import { openOrtSession, ortModel } from "../../ort/session.ts";
import { createEnglish, type English } from "./english.ts";
import { createHomographReader } from "./homographs/homographs.ts";
import { parseTagger } from "./homographs/tagger.ts";
import { openLexicon } from "./lexicon.ts";
import { createNetwork } from "./network.ts";

/** The reader of English, and the session of its network. */
export interface OpenedEnglish extends English {
  close(): void;
}

const ALPHABETS = z.object({ in: z.array(z.string()), out: z.array(z.string()) });

/**
 * Opens the files lexicon_us_gold.json.gz, lexicon_us_silver.json.gz, tagger.json.gz, oov.onnx and oov.json of a folder.
 * Throws an Error if one is missing or is no such file.
 */
export async function openEnglish(folder: string, ort: Ort): Promise<OpenedEnglish> {
  const read = (name: string): Promise<Buffer> => readFile(join(folder, name));
  const [gold, silver, tagger, alphabets] = await Promise.all(
    ["lexicon_us_gold.json.gz", "lexicon_us_silver.json.gz", "tagger.json.gz", "oov.json"].map(
      read,
    ),
  );
  const lexicons = [openLexicon(gold!), openLexicon(silver!)];
  const homographs = createHomographReader(parseTagger(gunzipSync(tagger!).toString()));
  const letters = ALPHABETS.parse(JSON.parse(alphabets!.toString()));
  const opened = openOrtSession(ort, join(folder, "oov.onnx"), { threads: 1, cuda: null });
  const network = createNetwork(ortModel(ort, opened.session), letters);
  return { ...createEnglish({ lexicons, network, homographs }), close: () => opened.close() };
}

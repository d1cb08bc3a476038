import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { messageOf } from "../../message.ts";
import { readModelFile } from "../../models/modelFiles.ts";
import type { Ort } from "../../ort/ort.ts";
import { openOrtSession, ortModel } from "../../ort/session.ts";
import { createEnglish, type English } from "./english.ts";
import { createHomographReader } from "./homographs/homographs.ts";
import { parseTagger } from "./homographs/tagger.ts";
import { openLexicon } from "./lexicon.ts";
import { type Alphabets, createNetwork } from "./network.ts";
import type { Network } from "./unknown.ts";

/** The reader of English, and the session of its network. */
export interface OpenedEnglish extends English {
  close(): void;
}

const ALPHABETS = z.object({ in: z.array(z.string()), out: z.array(z.string()) });

/**
 * Opens the files lexicon_us_gold.json.gz, lexicon_us_silver.json.gz, tagger.json.gz, oov.onnx and oov.json of a folder.
 * Throws an Error that names the file if one is missing or has another content.
 */
export async function openEnglish(folder: string, ort: Ort): Promise<OpenedEnglish> {
  const opened = async <T>(name: string, parse: (bytes: Uint8Array) => T): Promise<T> => {
    const path = join(folder, name);
    const bytes = await readModelFile("file", path);
    try {
      return parse(bytes);
    } catch (cause) {
      throw new Error(`${path}: ${messageOf(cause)}`, { cause });
    }
  };
  const [gold, silver, tagger, letters] = await Promise.all([
    opened("lexicon_us_gold.json.gz", openLexicon),
    opened("lexicon_us_silver.json.gz", openLexicon),
    opened("tagger.json.gz", (bytes) => parseTagger(gunzipSync(bytes).toString())),
    opened("oov.json", (bytes) => ALPHABETS.parse(JSON.parse(new TextDecoder().decode(bytes)))),
  ]);
  const { network, close } = await opened("oov.onnx", (bytes) => openNetwork(ort, bytes, letters));
  const homographs = createHomographReader(tagger);
  return { ...createEnglish({ lexicons: [gold, silver], network, homographs }), close };
}

interface OpenedNetwork {
  /** Returns no phonemes after `close`. */
  readonly network: Network;
  close(): void;
}

/** Opens the network and reads one letter, which shows whether it is the expected graph. Throws an Error if not. */
function openNetwork(ort: Ort, bytes: Uint8Array, alphabets: Alphabets): OpenedNetwork {
  const opened = openOrtSession(ort, bytes, { threads: 1, cuda: null });
  try {
    const read = createNetwork(ortModel(ort, opened.session), alphabets);
    read(alphabets.in[0] ?? "");
    let isOpen = true;
    return {
      network: (letters) => (isOpen ? read(letters) : ""),
      close() {
        isOpen = false;
        opened.close();
      },
    };
  } catch (error) {
    opened.close();
    throw error;
  }
}

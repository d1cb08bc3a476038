import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Voice } from "../../engine.ts";
import { SpeechError } from "../../errors.ts";
import { expected, messageOf } from "../../message.ts";

/** Length of a style, float32. */
export const STYLE_LENGTH = 256;
/** Numbers of ids, without the zeros at the ends, for which a voice has a style: 1 … 510. */
const STYLES = 510;

/**
 * The voices of Kokoro that are offered, best first by their author's grade, with the loudness of the model's sound in
 * LUFS: the mean of three sentences. Left out are the English voices graded D and F, and `zf_xiaoni`, of which a
 * recogniser misread 42 % of the characters.
 */
const LOUDNESS: Readonly<Record<string, number>> = {
  af_heart: -23.0,
  af_bella: -22.4,
  af_nicole: -21.7,
  bf_emma: -20.1,
  af_aoede: -18.0,
  af_kore: -18.7,
  af_sarah: -20.9,
  am_fenrir: -19.1,
  am_michael: -24.0,
  am_puck: -18.4,
  af_alloy: -21.8,
  af_nova: -26.6,
  bf_isabella: -17.9,
  bm_fable: -22.4,
  bm_george: -21.6,
  af_sky: -24.0,
  zf_xiaoxiao: -16.5,
  zm_yunxi: -21.6,
  zf_xiaoyi: -19.1,
  zm_yunjian: -20.7,
  zm_yunxia: -20,
  zf_xiaobei: -20.3,
  zm_yunyang: -23,
};

/** Names of the voices that are offered; the first is the default. */
export const KOKORO_VOICES: readonly string[] = Object.keys(LOUDNESS);

/** A voice whose file has been read. */
export interface OpenedVoice {
  readonly voice: Voice;
  /** Mean loudness of the model's sound, LUFS. */
  readonly lufs: number;
  /** Returns the style for a number of ids, [256]. */
  style(ids: number): Float32Array;
}

/**
 * Reads the voices that lie in `folder` as `NAME.bin`: float32 [510, 1, 256], the style for each number of ids. Throws
 * SpeechError "internal" if there is none or a file has another size.
 */
export async function readVoices(folder: string): Promise<readonly OpenedVoice[]> {
  const read = await Promise.all(KOKORO_VOICES.map((id) => readVoice(folder, id)));
  const voices = read.filter((voice) => voice !== null);
  if (voices.length > 0) return voices;
  const message = `no voice of Kokoro lies in ${folder}: ${expected("a file", "NAME.bin", "none")}`;
  throw new SpeechError("internal", message);
}

async function readVoice(folder: string, id: string): Promise<OpenedVoice | null> {
  const file = join(folder, `${id}.bin`);
  if (!(await Bun.file(file).exists())) return null;
  try {
    const bytes = await readFile(file);
    if (bytes.length !== STYLES * STYLE_LENGTH * Float32Array.BYTES_PER_ELEMENT)
      throw new Error(`${bytes.length} bytes instead of ${STYLES} · ${STYLE_LENGTH} float32`);
    const styles = new Float32Array(new Uint8Array(bytes).buffer);
    return {
      voice: describe(id),
      lufs: LOUDNESS[id]!,
      style(ids) {
        const row = Math.min(STYLES, Math.max(1, ids)) - 1;
        return styles.slice(row * STYLE_LENGTH, (row + 1) * STYLE_LENGTH);
      },
    };
  } catch (cause) {
    const why = `the voice ${file} can't be read: ${messageOf(cause)}`;
    throw new SpeechError("internal", why, { cause });
  }
}

/** Languages by the first letter of a voice's name. */
const LANGUAGES = {
  a: { language: "en-US", place: "US", speaks: ["en", "ms"] },
  b: { language: "en-GB", place: "British", speaks: ["en", "ms"] },
  z: { language: "zh-CN", place: "Mandarin", speaks: ["zh"] },
} as const;

/** Describes a voice by its name: language, gender and the name of a person, as in `af_heart`. */
function describe(id: string): Voice {
  const { language, place, speaks } = LANGUAGES[id[0] as keyof typeof LANGUAGES];
  const gender = id[1] === "f" ? "female" : "male";
  const name = `${id[3]!.toUpperCase()}${id.slice(4)} (${gender}, ${place})`;
  return { id, name, language, speaks, gender, licence: "Apache-2.0" };
}

import { SpeechError } from "../errors.ts";

/** Number of codes in NeuCodec's single codebook. Valid codes are 0 … 65,535. */
export const CODEBOOK_SIZE = 65_536;
/** Token rate of NeuCodec: a token is 20 ms of audio. */
export const TOKENS_PER_SECOND = 50;
/** Sample rate of NeuCodec's decoder, Hz. */
export const CODEC_HZ = 24_000;
export const SAMPLES_PER_TOKEN = CODEC_HZ / TOKENS_PER_SECOND;

/**
 * Throws SpeechError "decode" if a code is not in the codebook. Call this function on each request's codes as they
 * arrive, because an invalid code in a run would fail the whole batch.
 */
export function checkCodes(codes: ArrayLike<number>): void {
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (Number.isInteger(code) && code >= 0 && code < CODEBOOK_SIZE) continue;
    const range = `0 … ${CODEBOOK_SIZE - 1}`;
    throw new SpeechError("decode", `speech token ${code} is not in the codebook (${range})`);
  }
}

/**
 * Returns a row of test codes for calibration and probing. Consecutive codes differ, and rows of different `seed`
 * differ.
 */
export function probeCodes(tokens: number, seed: number): Int32Array {
  return Int32Array.from({ length: tokens }, (_, i) => (seed * 7919 + i * 104_729) % CODEBOOK_SIZE);
}

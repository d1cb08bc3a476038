import { SpeechError } from "../errors.ts";

/** Codes of NeuCodec's one codebook: 0 … 65,535. */
export const CODEBOOK_SIZE = 65_536;
/** NeuCodec's token rate: one token is 20 ms of audio. */
export const TOKENS_PER_SECOND = 50;
/** Sample rate of NeuCodec's decoder. */
export const CODEC_HZ = 24_000;
export const SAMPLES_PER_TOKEN = CODEC_HZ / TOKENS_PER_SECOND;

/**
 * Throws SpeechError "decode" when a code is not in the codebook. Call it for each request's codes as they
 * arrive: in a batch a bad code would fail all who share the run.
 */
export function checkCodes(codes: ArrayLike<number>): void {
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (Number.isInteger(code) && code >= 0 && code < CODEBOOK_SIZE) continue;
    const range = `0 … ${CODEBOOK_SIZE - 1}`;
    throw new SpeechError("decode", `speech token ${code} is not in the codebook (${range})`);
  }
}

/** A row of codes for measuring and probing: they differ from token to token, and from row to row by `seed`. */
export function probeCodes(tokens: number, seed: number): Int32Array {
  return Int32Array.from({ length: tokens }, (_, i) => (seed * 7919 + i * 104_729) % CODEBOOK_SIZE);
}

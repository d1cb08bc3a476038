import { SpeechError } from "../errors.ts";

/** Codes of NeuCodec's one codebook: 0 … 65,535. */
const CODEBOOK_SIZE = 65_536;

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

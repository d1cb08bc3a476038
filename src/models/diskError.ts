import { SpeechError } from "../errors.ts";
import { messageOf } from "../message.ts";

/** Throws SpeechError "internal": a file of a model can't be written. */
export function diskError(path: string, cause: unknown): never {
  const message = `${path} can't be written (${messageOf(cause)}); free disk space, or set MODEL_DIR to a folder that can be written`;
  throw new SpeechError("internal", message, { cause });
}

/** Returns whether diskError threw `error`. */
export function isDiskError(error: unknown): boolean {
  return error instanceof SpeechError && error.code === "internal";
}

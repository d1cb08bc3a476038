import { call } from "./api.ts";

/** A voice of GET /v1/audio/voices. */
export interface Voice {
  readonly id: string;
  readonly name: string;
  readonly engine: string;
  readonly model: string;
  readonly language?: string;
  readonly gender?: string;
  readonly licence?: string;
  readonly word_times: "exact" | "estimated";
}

/** Lists the voices; the default voice is first. Throws ApiError. */
export async function fetchVoices(signal: AbortSignal): Promise<readonly Voice[]> {
  const response = await call("v1/audio/voices", signal);
  const { voices } = (await response.json()) as { voices: readonly Voice[] };
  return voices;
}

/** Identifies a voice: two engines can have voices of the same name. */
export function keyOf({ model, id }: Pick<Voice, "model" | "id">): string {
  return `${model}/${id}`;
}

const names = new Intl.DisplayNames("en", { type: "language", fallback: "code" });

/** Returns the English name of a language tag. */
export function languageName(tag: string | undefined, unknown: string): string {
  if (tag === undefined) return unknown;
  try {
    return names.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** What a Content-Type declares: a format, "other" for a body that is not countable audio, or null for nothing. */
export type Declared = string | null;

/** Formats by the media types that declare them. */
const FORMATS = [
  [/^(audio|application)\/(x-)?(wav|wave|vnd\.wave|pn-wav)$/, "wav"],
  [/^audio\/(x-)?(pcm|l16|raw|linear16|s16le)$/, "pcm"],
  [/^audio\/(x-)?(pcmu|basic|mulaw|mu-law|ulaw|u-law)$/, "ulaw"],
  [/^audio\/(x-)?(pcma|alaw|a-law)$/, "alaw"],
  [/^audio\/(x-)?(mpeg|mp3|mpeg3|mpga)$/, "mp3"],
  [/^audio\/(x-)?(aac|aacp|hx-aac-adts)$/, "aac"],
  [/^audio\/(x-)?flac$/, "flac"],
  [/^(audio|application)\/(x-)?(ogg|opus)$/, "opus"],
] as const;

/** Media types that say nothing about the body. */
const UNKNOWN = /^$|octet-stream$|^application\/(binary|force-download|x-download)$/;

/** Returns what `contentType` declares. Cached: a server sends the same one or two with thousands of answers. */
export function declaredFormat(contentType: string): Declared {
  const known = cache.get(contentType);
  if (known !== undefined) return known;
  const type = (contentType.split(";")[0] ?? "").trim().toLowerCase();
  const format = FORMATS.find(([pattern]) => pattern.test(type))?.[1];
  const declared = format ?? (UNKNOWN.test(type) ? null : "other");
  if (cache.size < MAX_CACHED) cache.set(contentType, declared);
  return declared;
}

const cache = new Map<string, Declared>();
const MAX_CACHED = 100;

/** Headers in which servers declare the layout of raw samples, if the Content-Type does not. */
const LAYOUT_HEADERS = [
  ["rate", ["x-sample-rate", "x-audio-sample-rate", "sample-rate", "x-samplerate"]],
  ["channels", ["x-channels", "x-audio-channels", "x-num-channels"]],
  ["bits", ["x-bits-per-sample", "x-bit-depth"]],
] as const;

/** Returns the Content-Type, with the layout that other headers declare as its parameters. A parameter that it has wins. */
export function mediaType(headers: Readonly<Record<string, string>>): string {
  let type = headers["content-type"] ?? "";
  for (const [name, places] of LAYOUT_HEADERS) {
    for (const place of places) {
      const value = headers[place];
      if (value !== undefined && /^\d+$/.test(value)) type += `;${name}=${value}`;
    }
  }
  return type;
}

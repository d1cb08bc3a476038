import type { Cue } from "./cues.ts";

/** Formats of captions: SubRip and WebVTT. */
export const CAPTION_FORMATS = ["srt", "vtt"] as const;
export type CaptionFormat = (typeof CAPTION_FORMATS)[number];

export function isCaptionFormat(name: string | null | undefined): name is CaptionFormat {
  return CAPTION_FORMATS.some((format) => format === name);
}

/** Formats captions as a file. */
export function subtitles(cues: readonly Cue[], format: CaptionFormat): string {
  return format === "srt" ? toSrt(cues) : toVtt(cues);
}

function toSrt(cues: readonly Cue[]): string {
  return cues
    .map(({ lines, ...time }, at) => `${at + 1}\n${range(time, ",")}\n${lines.join("\n")}\n`)
    .join("\n");
}

/** See https://www.w3.org/TR/webvtt1/. */
function toVtt(cues: readonly Cue[]): string {
  const blocks = cues.map(({ lines, ...time }) => `${range(time, ".")}\n${escaped(lines)}\n`);
  return ["WEBVTT\n", ...blocks].join("\n");
}

/** Escapes what would begin a tag or a reference; `-->` would begin the times of a caption. */
function escaped(lines: readonly string[]): string {
  return lines.join("\n").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function range({ fromS, toS }: Omit<Cue, "lines">, point: string): string {
  return `${clock(fromS, point)} --> ${clock(toS, point)}`;
}

/** Formats seconds as hours, minutes, seconds and milliseconds. */
function clock(seconds: number, point: string): string {
  const ms = Math.round(seconds * 1000);
  const part = (unitMs: number, count: number, digits: number): string =>
    String(Math.floor(ms / unitMs) % count).padStart(digits, "0");
  const hours = String(Math.floor(ms / 3_600_000)).padStart(2, "0");
  return `${hours}:${part(60_000, 60, 2)}:${part(1000, 60, 2)}${point}${part(1, 1000, 3)}`;
}

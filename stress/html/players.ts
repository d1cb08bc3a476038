import { join } from "node:path";
import { type KeptFile, readKept } from "../keep/keptFiles.ts";
import { html, type Html } from "./escape.ts";
import { tableOf } from "./table.ts";

/** Maximum size of an embedded file. Larger files are played from the folder of the page. */
const PLAYER_BYTES = 2 * 2 ** 20;
/** Maximum total size of the embedded files of a page. */
const PAGE_BYTES = 8 * 2 ** 20;
const TYPES: Readonly<Record<string, string>> = {
  wav: "audio/wav",
  mp3: "audio/mpeg",
  opus: "audio/ogg",
  flac: "audio/flac",
  aac: "audio/aac",
};

/** Builds the players for the kept audio of `folder`; empty if no audio was kept. */
export async function playersSection(folder: string): Promise<Html> {
  const kept = await readKept(folder);
  if (kept.length === 0) return html``;
  let freeBytes = PAGE_BYTES;
  const rows: Html[] = [];
  for (const file of kept) {
    const fits = file.bytes <= Math.min(PLAYER_BYTES, freeBytes);
    if (fits) freeBytes -= file.bytes;
    rows.push(row(file, await player(folder, file, fits)));
  }
  return html`<h2>Listen</h2>
    <p>
      The slowest requests of each level by service time, one near the median, and failed requests
      with audio (<code>--keep-audio</code>).
    </p>
    ${tableOf(["Request", "Why", "Service, ms", "Audio, s", "File", "Player"], rows)}`;
}

function row(kept: KeptFile, player: Html): Html {
  const { level, seq, role, error, serviceMs, audioS, whole, file } = kept;
  return html`<tr>
    <td>${level} #${seq}</td>
    <td class="text">${error ?? role}</td>
    <td>${serviceMs.toFixed(1)}</td>
    <td>${audioS.toFixed(3)}${whole ? "" : ", only the beginning is kept"}</td>
    <td class="text"><a href="${file}">${file}</a></td>
    <td>${player}</td>
  </tr>`;
}

async function player(folder: string, { file }: KeptFile, inPage: boolean): Promise<Html> {
  const source = Bun.file(join(folder, file));
  if (!(await source.exists())) return html``;
  if (!inPage) return html`<audio controls preload="none" src="${file}"></audio>`;
  const base64 = Buffer.from(await source.arrayBuffer()).toString("base64");
  const type = TYPES[file.split(".").at(-1) ?? ""] ?? "application/octet-stream";
  return html`<audio controls preload="none" src="data:${type};base64,${base64}"></audio>`;
}

import { percent } from "../figures/percent.ts";
import type { Stats } from "../figures/stats.ts";
import type { LevelSummary } from "../figures/summary.ts";
import type { Alignment, Interruptions, TalkFigures } from "../figures/talk.ts";
import { html, type Html } from "./escape.ts";
import { tableOf } from "./table.ts";
import { TALK_TERMS } from "./talkTerms.ts";

/** A figure of conversations with what it means. */
interface Figure {
  readonly name: string;
  readonly meaning: string;
  /** Text of the cell of a level. */
  readonly of: (talk: TalkFigures, level: LevelSummary) => string;
}

const FIGURES: readonly Figure[] = [
  {
    ...inMs(TALK_TERMS.first_token_to_byte),
    of: ({ firstTokenToByteMs }) => percentiles(firstTokenToByteMs, "not measured"),
  },
  {
    ...inMs(TALK_TERMS.first_token_to_sound),
    of: ({ firstTokenToSoundMs }) =>
      percentiles(
        firstTokenToSoundMs,
        "not measured: the audio is silent, or compressed, which is not decoded",
      ),
  },
  {
    name: "Replies with a stall above 50 ms",
    meaning: "the caller hears a gap, because the next sound came too late",
    of: (_, { stalls }) => (stalls === null ? "not measured" : percent(stalls.share50)),
  },
  {
    ...inMs(TALK_TERMS.sound_after_cancel),
    of: ({ interruptions }) => ofInterruptions(interruptions, ({ soundAfterMs }) => soundAfterMs),
  },
  {
    ...inMs(TALK_TERMS.cancel_acknowledged),
    of: ({ interruptions }) =>
      ofInterruptions(interruptions, ({ acknowledgedMs }) => acknowledgedMs),
  },
  {
    ...inMs(TALK_TERMS.slot_freed),
    of: ({ interruptions }) => ofInterruptions(interruptions, ({ freedMs }) => freedMs),
  },
  {
    name: "Interruptions",
    meaning:
      "planned and cancelled; for the others the server had sent the whole reply before, or nothing was heard",
    of: ({ interruptions }) =>
      interruptions === null
        ? "none"
        : `${interruptions.planned} planned, ${interruptions.cancelled} cancelled, ${interruptions.soundAfterAcknowledgement} with sound after the acknowledgement`,
  },
  { ...TALK_TERMS.alignment_error_rate, of: ({ alignment }) => alignmentText(alignment) },
  {
    ...inMs(TALK_TERMS.token_lag),
    of: ({ tokenLagMs }) => percentiles(tokenLagMs, "not measured"),
  },
];

function inMs({ name, meaning }: Omit<Figure, "of">): Omit<Figure, "of"> {
  return { name: `${name}, ms`, meaning };
}

/** Builds the section of conversations, with a column per level; empty for other runs. */
export function talkSection(levels: readonly LevelSummary[]): Html {
  const spoken = levels.flatMap((level) =>
    level.talk === undefined ? [] : [{ level, talk: level.talk }],
  );
  if (spoken.length === 0) return html``;
  const rows = FIGURES.map(({ name, meaning, of }) => {
    const cells = spoken.map(({ level, talk }) => html`<td class="text">${of(talk, level)}</td>`);
    return html`<tr>
      <th>${name}<br /><small>${meaning}</small></th>
      ${cells}
    </tr>`;
  });
  const heads = spoken.map(({ level }) => `${level.label}, p50 / p95 / max (n)`);
  return html`<h2>Conversations</h2>
    ${tableOf(["Figure", ...heads], rows)}`;
}

function percentiles(stats: Stats | null, otherwise: string): string {
  if (stats === null) return otherwise;
  const { p50, p95, max, n } = stats;
  return `${[p50, p95, max].map((ms) => ms.toFixed(1)).join(" / ")} (${n})`;
}

function ofInterruptions(
  interruptions: Interruptions | null,
  of: (interruptions: Interruptions) => Stats | null,
): string {
  return interruptions === null
    ? "no interruption"
    : percentiles(of(interruptions), "not reported");
}

function alignmentText(alignment: Alignment | null): string {
  if (alignment === null) return "not reported";
  const { replies, faulty, missing, extra, falls } = alignment;
  return `${faulty} of ${replies} replies: ${missing} characters missing, ${extra} too many, ${falls} times fall`;
}

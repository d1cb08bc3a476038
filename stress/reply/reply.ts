import { createRandom, pick } from "../../src/stats/random.ts";
import { splitTokens } from "./tokens.ts";

/** A token of a reply. */
export interface Token {
  readonly text: string;
  /** When the model has written it, milliseconds from the first token of the reply. */
  readonly dueMs: number;
}

/** One reply of a voice agent, as a model writes it. */
export interface Reply {
  readonly tokens: readonly Token[];
  /** How much the caller hears before interrupting, milliseconds from the first sound; null: the caller listens. */
  readonly interruptAfterMs: number | null;
}

/** When the tokens of replies come. */
export type Pace =
  | { readonly kind: "rate"; readonly tokensPerS: number }
  /** Gaps between the tokens of recorded replies, milliseconds. They repeat if a reply has more tokens. */
  | { readonly kind: "gaps"; readonly recordings: readonly (readonly number[])[] }
  /** Recorded replies with their tokens, which are spoken instead of other texts. */
  | { readonly kind: "replies"; readonly replies: readonly (readonly Token[])[] };

/** How replies are drawn, besides their texts. */
export interface ReplyDraws {
  readonly pace: Pace;
  /** Fraction of replies that the caller interrupts. */
  readonly interruptShare: number;
  /** Mean of what is heard before an interruption, milliseconds; each is 0.5 to 1.5 times as long. */
  readonly interruptAfterMs: number;
}

/** Source of the texts and voices of a level. */
interface Source {
  readonly texts: readonly string[];
  readonly voices: readonly string[];
  readonly seed: number;
}

/** A reply within its level. */
export interface Place {
  readonly level: string;
  readonly conversation: number;
  readonly turn: number;
}

/**
 * Draws the reply at `place`. Equal seeds give equal replies in every process and over every protocol.
 *
 * @example
 * drawReply(source, draws, { level: "c1", conversation: 0, turn: 0 }).tokens[0]; // { text: "Sure", dueMs: 0 }
 */
export function drawReply(source: Source, draws: ReplyDraws, place: Place): Reply {
  const { pace, interruptAfterMs } = draws;
  const { level, conversation, turn } = place;
  const random = createRandom("reply", source.seed, level, conversation, turn);
  const part = random();
  const texts = splitTokens(pick(source.texts, random));
  return {
    tokens: pace.kind === "replies" ? pick(pace.replies, random) : paced(texts, pace, random),
    interruptAfterMs: isInterrupted(source.seed, draws.interruptShare, place)
      ? interruptAfterMs * (0.5 + part)
      : null,
  };
}

/**
 * Spreads the interruptions evenly over the turns of a conversation, so that n turns have n × share of them, rounded up or
 * down. Which turns they are differs between conversations.
 */
function isInterrupted(seed: number, share: number, { level, conversation, turn }: Place): boolean {
  const start = createRandom("interruptions", seed, level, conversation)();
  return Math.floor(start + (turn + 1) * share) > Math.floor(start + turn * share);
}

/** Draws the voice of a conversation. */
export function drawVoice(source: Source, { level, conversation }: Omit<Place, "turn">): string {
  return pick(source.voices, createRandom("voice", source.seed, level, conversation));
}

/** Returns the text of all tokens. */
export function textOf({ tokens }: Pick<Reply, "tokens">): string {
  return tokens.map(({ text }) => text).join("");
}

function paced(
  texts: readonly string[],
  pace: Exclude<Pace, { kind: "replies" }>,
  random: () => number,
): readonly Token[] {
  if (pace.kind === "rate")
    return texts.map((text, index) => ({ text, dueMs: (index * 1000) / pace.tokensPerS }));
  const gaps = pick(pace.recordings, random);
  const start = Math.floor(random() * gaps.length);
  let dueMs = 0;
  return texts.map((text, index) => {
    if (index > 0) dueMs += gaps[(start + index) % gaps.length] ?? 0;
    return { text, dueMs };
  });
}

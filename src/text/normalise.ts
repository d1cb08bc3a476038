import { withoutEmoji } from "./emoji.ts";
import { hygiene } from "./hygiene.ts";
import { type MarkupOptions, plain, plainCode } from "./markup.ts";
import { type Section, sections } from "./sections.ts";
import { sentences } from "./sentences.ts";
import { replaced, trace, type Traced } from "./spans.ts";
import { utterances, type WordedPassage } from "./utterances.ts";

export interface NormaliseOptions extends MarkupOptions {
  /** True if markdown and HTML are removed. */
  readonly markdown: boolean;
}

export const NORMALISE_DEFAULTS: NormaliseOptions = {
  markdown: true,
  code: "skip",
  lists: "count",
};

const BLANKS = /[ \n]+/g;
const LIST_ITEM = /^(?:[-*\u2022]|\d{1,9}[.)])[ \t]/;

/**
 * Normalises `input` to speakable text, lazily and one section at a time; the sections tile the input. Without options
 * (null) only hygiene is applied. In the output a blank is one space, and the end of a block is `\n\n`.
 */
export function* normalised(input: string, options: NormaliseOptions | null): Generator<Traced> {
  for (const section of sections(input, { fences: options?.markdown ?? false })) {
    const clean = hygiene(trace(input, section));
    yield blanks(options === null ? clean : spoken(clean, section.kind, options));
  }
}

function spoken(clean: Traced, kind: Section["kind"], options: NormaliseOptions): Traced {
  if (kind === "code") return withoutEmoji(plainCode(clean, options));
  return withoutEmoji(options.markdown ? plain(clean, options) : clean);
}

/** An empty line or a list item begins a block; any other line end is a blank. */
function blanks(source: Traced): Traced {
  const { text } = source;
  return replaced(source, BLANKS, ({ 0: run, index }) => {
    const after = index + run.length;
    const block =
      /\n *\n/.test(run) || (run.includes("\n") && LIST_ITEM.test(text.slice(after, after + 12)));
    return { text: block ? "\n\n" : " ", kind: null };
  });
}

/** Splits into sentences the texts of `normalised`, lazily. */
export function* sentencesOf(texts: Iterable<Traced>): Generator<Traced> {
  for (const text of texts) yield* sentences(text);
}

/**
 * Yields the utterances of a text, in order and lazily: the first is made before the second section is read.
 *
 * @example
 * for (const { text, start, end } of speakable("# Hi\n\n**Bold** words.", NORMALISE_DEFAULTS)) …
 */
export function speakable(
  input: string,
  options: NormaliseOptions | null,
): Generator<WordedPassage> {
  return utterances(sentencesOf(normalised(input, options)));
}

import { withoutEmoji } from "./emoji.ts";
import { hygiene } from "./hygiene.ts";
import { type MarkupOptions, plain, plainCode } from "./markup.ts";
import { type Section, sections } from "./sections.ts";
import { sentences } from "./sentences.ts";
import { replaced, trace, type Traced } from "./spans.ts";
import { utterances, type WordedPassage } from "./utterances.ts";

export interface NormaliseOptions extends MarkupOptions {
  /** Whether markdown and HTML are taken off. */
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
 * The speakable text of `input`, a section at a time and lazily; the sections are the whole input. Without options
 * (null) only hygiene: the words and marks as given. In what comes, a blank is one space and the end of a block `\n\n`.
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

/** An empty line and a line that is a list item begin a new block; any other line goes on. */
function blanks(source: Traced): Traced {
  const { text } = source;
  return replaced(source, BLANKS, ({ 0: run, index }) => {
    const after = index + run.length;
    const block =
      /\n *\n/.test(run) || (run.includes("\n") && LIST_ITEM.test(text.slice(after, after + 12)));
    return { text: block ? "\n\n" : " ", kind: null };
  });
}

/** The sentences of what `normalised` gives, lazily. */
export function* sentencesOf(texts: Iterable<Traced>): Generator<Traced> {
  for (const text of texts) yield* sentences(text);
}

/** What an engine is given to speak, in order and lazily: the first utterance comes before the last section is read. */
export function speakable(
  input: string,
  options: NormaliseOptions | null,
): Generator<WordedPassage> {
  return utterances(sentencesOf(normalised(input, options)));
}

/** A shorter sentence is spoken with the next one, so that abbreviations and "Yes." do not stand alone. */
const MIN_CHARS = 20;

const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });

/**
 * Creates a cutter of a text that arrives in tokens. `push` returns the sentences that are complete: those after which
 * more text has begun. `end` returns the rest. A sentence has at least 20 characters.
 *
 * @example
 * const cutter = createSentenceCutter();
 * cutter.push("It leaves at nine today. Sh"); // ["It leaves at nine today. "]
 * cutter.end(); // ["Sh"]
 */
export function createSentenceCutter() {
  let open = "";
  return {
    push(token: string): readonly string[] {
      open += token;
      // Only these characters end a sentence; most tokens have none.
      if (!/[.!?…。！？\n]/u.test(open)) return [];
      const segments = Array.from(segmenter.segment(open), ({ segment }) => segment);
      segments.pop(); // it can still go on
      const complete: string[] = [];
      let sentence = "";
      for (const segment of segments) {
        sentence += segment;
        if (sentence.trim().length < MIN_CHARS) continue;
        complete.push(sentence);
        open = open.slice(sentence.length);
        sentence = "";
      }
      return complete;
    },
    end(): readonly string[] {
      const rest = open;
      open = "";
      return rest.trim() === "" ? [] : [rest];
    },
  };
}

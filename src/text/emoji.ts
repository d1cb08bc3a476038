import { replaced, type Traced } from "./spans.ts";

/** Matches each text with an emoji: all have a character beyond Latin-1, except © and ®. */
const MAY_HAVE_EMOJI = /[^\0-\u00a8\u00aa-\u00ad\u00af-\u00ff]/;
const KEYCAP = /([0-9#*])\ufe0f?\u20e3/g;
/** A blank and the emoji after it: sequences as one, and single pictographs, flag letters and skin tones. */
const PICTURES =
  / ?(?:\p{RGI_Emoji}|[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]\ufe0f?|\ufe0f)+/gv;
const WORD = /[\p{L}\p{N}]/u;

/** Removes emoji and pictographs; a keycap becomes its digit. A blank stays where an emoji separated two words. */
export function withoutEmoji(source: Traced): Traced {
  if (!MAY_HAVE_EMOJI.test(source.text)) return source;
  const text = replaced(source, KEYCAP, ([, key = ""]) => ({
    text: /\d/.test(key) ? key : "",
    kind: "emoji",
  }));
  return replaced(text, PICTURES, ({ 0: run, index }) => {
    const afterWord = run.startsWith(" ") || WORD.test(text.text.charAt(index - 1));
    const separates = afterWord && WORD.test(text.text.charAt(index + run.length));
    return { text: separates ? " " : "", kind: "emoji" };
  });
}

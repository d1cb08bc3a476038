import { replaced, type Traced } from "./spans.ts";

/** Every emoji has a character beyond Latin-1, but © and ®. */
const PICTURE_LIKE = /[^\0-\u00a8\u00aa-\u00ad\u00af-\u00ff]/;
const KEYCAP = /([0-9#*])\ufe0f?\u20e3/g;
/** Emoji, whole sequences as one, and the pictographs, flag letters and skin tones that stand alone; with a blank before. */
const PICTURES =
  / ?(?:\p{RGI_Emoji}|[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]\ufe0f?|\ufe0f)+/gv;
const WORD = /[\p{L}\p{N}]/u;

/** Drops emoji and pictographs; keycaps become their digit. Words that they stood between stay apart. */
export function withoutEmoji(source: Traced): Traced {
  if (!PICTURE_LIKE.test(source.text)) return source;
  const text = replaced(source, KEYCAP, ([, key = ""]) => ({
    text: /\d/.test(key) ? key : "",
    kind: "emoji",
  }));
  return replaced(text, PICTURES, ({ 0: run, index }) => {
    const before = run.startsWith(" ") || WORD.test(text.text.charAt(index - 1));
    const apart = before && WORD.test(text.text.charAt(index + run.length));
    return { text: apart ? " " : "", kind: "emoji" };
  });
}

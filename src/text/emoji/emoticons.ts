import { replaced, type Traced } from "../spans.ts";

/** Emoticons, each with the emoji of the same meaning; null: the emoticon is dropped, because no emoji means the same. */
const EMOTICONS: readonly (readonly [pattern: string, emoji: string | null])[] = [
  [String.raw`<3{1,9}(?![.,]\d)`, "\u2764\ufe0f"],
  [String.raw`</3`, "\u{1f494}"],
  [String.raw`¯\\{0,3}_{1,2}\(ツ\)_{1,2}/?¯`, "\u{1f937}"],
  [String.raw`[xX:=;]'?-?D{1,9}`, "\u{1f603}"],
  [String.raw`;'?-?\){1,9}`, "\u{1f609}"],
  [String.raw`[>}]?[:=]'?-?\({1,9}`, "\u{1f641}"],
  [String.raw`[oO>}]?[:=8B]-\){1,9}|[>}]?[:=]'?\){1,9}`, "\u{1f642}"],
  [String.raw`\(-?[:;=]`, "\u{1f642}"],
  [String.raw`[:;=]-?[Pp]`, "\u{1f61b}"],
  [String.raw`:-?[Oo]`, "\u{1f62e}"],
  [String.raw`[:=]-?[/\\]`, "\u{1f615}"],
  [String.raw`:-\*`, "\u{1f618}"],
  [String.raw`:-?[v3]`, "\u{1f642}"],
  [String.raw`<?\(?\^[_.oO-]{0,3}\^;{0,3}\)?[>/]?`, "\u{1f60a}"],
  [String.raw`\(?-[_.]{1,9}-;{0,3}\)?|\(?=_{1,9}=\)?|\._{1,9}\.`, "\u{1f611}"],
  [String.raw`\(?(?:T_{1,9}T|Q_{1,9}Q|;_{1,9};)\)?`, "\u{1f62d}"],
  [String.raw`\(?>[_.]{1,9}<;{0,3}\)?`, "\u{1f623}"],
  [String.raw`\(?(?:[oO0]_{1,9}[oO0]|o\.O|O\.o)\)?`, "\u{1f632}"],
  [String.raw`\(?[*@+$uUxX]_{1,9}[*@+$uUxX]\)?|>\.>|<\.<`, null],
  [String.raw`\\o/`, "\u{1f64c}"],
  [String.raw`m\(_ ?_\)m`, "\u{1f647}"],
  [String.raw`\( ?\u0361° ?\u035cʖ ?\u0361°\)`, null],
  [String.raw`ʕ[^\s\p{L}\p{N}]{1,4}[ᴥ･・][^\s\p{L}\p{N}]{1,4}ʔ`, null],
  // Names of emoji, as chats write them: `:smile:`.
  [String.raw`:(?:smile|smiley|grin|slight_smile):`, "\u{1f642}"],
  [String.raw`:(?:\+1|thumbsup):`, "\u{1f44d}"],
  [String.raw`:(?:[a-z][a-z_]{1,24}[a-z\d]|-1|100):`, null],
  // A face in brackets with eyes or a mouth that do not occur in sentences, with or without arms.
  [
    String.raw`[\\/ヽヾ╰╯oо٩۶づっノゝ｡。*☆]{0,3}\((?=[^()\n]{0,12}[_‿°◕ω□дᴥ≧≦◡▽∀╥≖ಠಥ¬・｡^])[^()\n\p{sc=Latn}\p{sc=Han}\p{N}]{2,14}\)[\\/ヽヾ╰╯oо٩۶づっノゝ｡*☆︵]{0,3}`,
    null,
  ],
];
const BEFORE = String.raw`(?<=^|[\s\p{sc=Han}.,!?。，！？、…)"'~*_>\p{Extended_Pictographic}\ufe0f])`;
const AFTER = String.raw`(?=$|[\s\p{sc=Han}.,!?。，！？、…"'~*_)<\p{Extended_Pictographic}])`;
/** Smileys that also follow a word without a blank: `thanks:)`. */
const TOUCHING = String.raw`(?<=\p{L})(?:[:;=]'?-?\){1,9}|[:;]-[(D])`;
const EMOTICON = new RegExp(
  `(?: ?${BEFORE}(?:${EMOTICONS.map(([pattern]) => pattern).join("|")})|${TOUCHING})${AFTER}`,
  "gu",
);
const MAY_HAVE_ONE =
  /:[a-z\d+-]|\(-?[:;=]|[:;=xX8B]'?-?[()DPpOo/\\*v3]|<\/?3|[_^.]|[ʖʔ‿°◕ω□дᴥ≧≦◡▽∀╥≖ಠಥ¬・]|\\o/u;
const WHOLE = EMOTICONS.map(
  ([pattern, emoji]) => [new RegExp(`^(?:${pattern})$`, "u"), emoji] as const,
);
/** A word with a capital, after which "XD" is a part of a name: `Adobe XD`. */
const NAME = /\p{Lu}\S{0,30}$/u;
/** A letter or a number, after which `<3` is a comparison. */
const OPERAND = /(?:^|[\s(])(?:[a-hj-tv-z]|if|when|is|\d[\d.,]*)$/i;

/**
 * Removes emoticons such as `:-)` and `^_^`, or replaces them by emoji, which are named later ("name"). This must run
 * before markup is read, because the characters of emoticons are also marks of markup.
 */
export function withoutEmoticons(source: Traced, emoji: "drop" | "name"): Traced {
  const { text } = source;
  if (!MAY_HAVE_ONE.test(text)) return source;
  return replaced(source, EMOTICON, ({ 0: face, index }) => {
    const mark = face.trimStart();
    const before = text.slice(Math.max(0, index - 32), index);
    if (mark.startsWith("<3") && OPERAND.test(before)) return null;
    if (mark === "XD" && NAME.test(before)) return null;
    const picture = emoji === "name" ? emojiOf(mark) : "";
    if (picture !== "")
      return { text: `${face.startsWith(" ") ? " " : ""}${picture}`, kind: "emoji" };
    const next = text.charAt(index + face.length);
    return { text: face.startsWith(" ") && /[^\s\p{P}]/u.test(next) ? " " : "", kind: "emoji" };
  });
}

function emojiOf(mark: string): string {
  return WHOLE.find(([pattern]) => pattern.test(mark))?.[1] ?? "";
}

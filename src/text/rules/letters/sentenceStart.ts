/** Words that begin sentences and seldom names, in lower case. */
const STARTERS: ReadonlySet<string> = new Set(
  (
    "the a an i it he she we you they this that these those there here then but and so or in on at if when what why how " +
    "who where my our his her its their your for from with after before as by to is are do does did can could will would " +
    "should may please no not now also however although because since while let let's it's i'm he's she's we're they're " +
    "don't some many most all each every one both another only just even still next first finally later yesterday today " +
    "tomorrow call visit come go take open read see " +
    "dia ia kami kita saya aku mereka anda awak ini itu kemudian tetapi namun selepas sebelum setelah jika kalau apabila " +
    "bila oleh pada di ke dari daripada untuk dengan kerana walaupun manakala sila jangan apa siapa bagaimana mengapa " +
    "kenapa semua setiap tiada tidak bukan ada adakah maka lalu sekarang esok semalam hari antara beliau nanti jom yang"
  ).split(" "),
);
const NEXT_WORD = /^["')\]]*\s+["'(]*(\p{Lu}[\p{L}']*)/u;

/** Returns whether the block ends after `after`, which has only closing quotes and brackets. */
export function endsBlock(after: string): boolean {
  return /^["')\]]*\s*$/.test(after);
}

/** Returns whether the text after a dot begins a sentence: with a capitalised word of STARTERS. */
export function beginsSentence(after: string): boolean {
  const next = NEXT_WORD.exec(after)?.[1];
  return next !== undefined && STARTERS.has(next.toLowerCase());
}

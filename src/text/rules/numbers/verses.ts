import type { Rule } from "../rule.ts";

/** Books of the Bible by name and abbreviation, and words before a chapter and a verse of the Quran. */
const BOOKS =
  "genesis|gen|exodus|exod?|leviticus|lev|numbers|deuteronomy|deut|joshua|judges|samuel|sam|kings|chronicles|chron|ezra|" +
  "nehemiah|esther|job|psalms?|ps|proverbs|prov|ecclesiastes|eccl|isaiah|isa|jeremiah|jer|ezekiel|ezek|daniel|hosea|joel|" +
  "amos|jonah|micah|zechariah|malachi|matthew|matt|mark|luke|john|acts|romans|rom|corinthians|cor|galatians|gal|ephesians|eph|" +
  "philippians|phil|colossians|col|thessalonians|thess|timothy|tim|titus|hebrews|heb|james|peter|pet|jude|revelation|rev|" +
  "surah(?: [\\p{L}\\-]{2,20})?|quran|qur'an|al-\\p{L}{2,20}|an-\\p{L}{2,20}";
const BOOK_BEFORE = new RegExp(String.raw`(?<!\p{L})(?:${BOOKS})\.? $`, "iu");

/** Chapters and verses: `John 3:16`, `Psalm 23:1-4`. */
const verse: Rule = {
  kind: "number",
  switch: "numbers",
  first: ["digit"],
  pattern: /(\d{1,3}):(\d{1,3})(?:[-\u2013](\d{1,3}))?(?![\p{Script=Latin}\d:]|[.,]\d)/uy,
  read: ([, chapter = "", from = "", to], place) => {
    const verbaliser = BOOK_BEFORE.test(place.before.slice(-32)) ? place.verbaliser() : null;
    if (verbaliser === null || verbaliser.language === "zh") return null;
    const first = verbaliser.cardinal(from);
    const verses = to === undefined ? first : verbaliser.range(first, verbaliser.cardinal(to));
    return `${verbaliser.cardinal(chapter)} ${verses}`;
  },
};

/** Chapters and verses, which are tried before ratios and times. */
export const verseRules: readonly Rule[] = [verse];

/** A Malay part of the day before a time: `malam 8:30`. */
export const MALAY_PART_BEFORE = /(?<!\p{L})(?:pagi|petang|malam|tengah hari|ptg|mlm) $/iu;
/** A Malay part of the day after a time: `8.30 malam`. */
export const MALAY_PART =
  /^ ?(?:pagi|tengah ?hari|tengah malam|petang|malam|senja|subuh|zohor|asar|maghrib|isyak|pg|ptg|mlm|tgh(?: ?hari)?|t\/hari)(?!\p{L})/iu;
/** A Chinese part of the day before a time: `晚上8:30`. */
export const CHINESE_PART =
  /(?:上午|下午|早上|晚上|中午|凌晨|傍晚|清晨|半夜|夜里|深夜|[今明昨当][早晚]|早|晚)(?:的)? ?$/u;
/** An English part of the day after a time: `8.30 in the evening`. */
export const ENGLISH_PART = /^ (?:in the (?:morning|afternoon|evening)|at night|tonight|o'clock)\b/;

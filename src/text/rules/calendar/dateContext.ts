/** Words before the number of something within a year, which is no month: `No. 3/2025`. */
export const NUMBER_BEFORE =
  /(?<!\p{L})(?:no|number|nombor|bil|ruj|rujukan|ref|bilangan|act|akta|case|kes)[.:]{0,2} ?$/iu;
/** Text before a sum, a score or a part of an address, which is no date. */
export const SUM_BEFORE =
  /(?:[=+×÷*(<>\u2212-]|(?<!\p{L})(?:pecahan|nisbah|skor|markah|dapat|tekanan|darah|jalan|jln\.?|seksyen|lorong|no\.?|lot|kira|permudahkan|nilai|saiz|skrin)) ?$/iu;
/** Text after a sum, which is no date. */
export const SUM_AFTER =
  /^ ?(?:[=+×÷*)<>\u2212-]|(?:inci|daripada|kali|tambah|tolak|darab|bahagi|sama)(?!\p{L}))/iu;

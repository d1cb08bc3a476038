/** Words before the number of something within a year, which is no month: `No. 3/2025`. */
export const NUMBER_BEFORE =
  /(?<!\p{L})(?:no|number|nombor|bil|ruj|rujukan|ref|bilangan|act|akta|case|kes)[.:]{0,2} ?$/iu;

/** Words between a cue (such as "call") and its number. */
const FILLER =
  "(?:is|are|us|me|at|on|to|it|the|police|number|no|now|line|or|and|our|saya|kami|di|ke|pada|nombor|ialah|adalah|atau|dan|talian|kecemasan|bomba|polis|\\d{3,5})";
/** Cues after which any number of at least three digits is a phone number. */
const DIALLED =
  "(?:dial(?:ing|led)?|hotline|helpline|mendail|dail|talian|hotline|拨打?|热线|客服|(?:中国)?(?:移动|联通|电信)|银行|致电|传真)";
/** Cues after which an emergency number or a number of at least five digits is a phone number. */
const CALLED =
  "(?:(?:hantar|balas) ke|call(?:ing|ed)?|ring|phone|tel|telephone|mobile|h\\/?p|fax|faks|whatsapp|sms|text|contact|emergency|hubungi|menghubungi|telefon|kecemasan|bomba|polis|ambulans|police|ambulance|打|电话|报警|急救|火警|号码|手机)";

/** Creates a pattern for a text that ends with one of `words`, with or without words between it and the number. */
function cue(words: string): RegExp {
  return new RegExp(
    `(?:(?<![a-z])|(?![a-z]))${words}(?:[ .:,]{1,3}${FILLER}){0,6}[ .:,]{0,3}[电话号码热线是为请个给到或和、：，\\d]{0,12} ?$`,
    "iu",
  );
}
/** Length of the text before a number that is searched for a cue. */
const CUE_REACH = 36;
const DIALLED_BEFORE = cue(DIALLED);
const CALLED_BEFORE = cue(`(?:${DIALLED}|${CALLED})`);
/** A cue, a name, then an emergency number: "hotline PDRM 999". */
const CALLED_NEAR = new RegExp(
  `(?<![a-z])(?:${DIALLED}|${CALLED})(?: [a-z]{1,12}){1,2} ?:? ?$`,
  "iu",
);
/** Emergency numbers and short service numbers. */
const EMERGENCY = new Set(
  "999 911 112 110 119 120 122 995 994 991 992 993 998 000 111 113 115 117 118 988 15999 12345 10086 10010 10000 95588 12315 12306".split(
    " ",
  ),
);
/** The text after a number that counts something. */
const COUNTED_AFTER =
  /^(?: ?[分折个块元场次岁针件份天年月日号版]| (?:people|persons|times|days|hours|years|dollars|users|customers|guests|pages|orang|kali|hari|jam|ringgit|buah)(?![a-z])|[.,]?\d|[-/:%+])/iu;
/** Chinese words after a phone number: 给12315打个电话, 12306网站. */
const CALLED_AFTER =
  /^ ?(?:打[个了]?电话|去电|热线|网站|客服|平台|服务台?|急救|报警|举报|投诉|救护车|火警)/u;
/** The text after a number that counts nothing. */
const PLAIN_AFTER =
  /^(?:$|[^\p{L}\d ]| ?$| (?:to|for|now|at|if|or|and|on|untuk|sekarang|segera|atau|jika|kalau|dan|today|immediately)(?![a-z])|\p{Script=Han})/iu;

/**
 * Returns whether a number is a phone number: a cue before it says so, and no counted thing follows. `near` and `after` are
 * the text before and after the number.
 *
 * @example isDialled("999", "In an emergency call ", ".") // true
 */
export function isDialled(number: string, near: string, after: string): boolean {
  if (COUNTED_AFTER.test(after)) return false;
  const before = near.slice(-CUE_REACH);
  const isEmergency = EMERGENCY.has(number);
  const isPlain = PLAIN_AFTER.test(after);
  if (!isEmergency && !isPlain) return false;
  if (isEmergency && CALLED_AFTER.test(after)) return true;
  if (!CALLED_BEFORE.test(before)) return isEmergency && isPlain && CALLED_NEAR.test(before);
  return isEmergency || number.replace(/\D/g, "").length >= 5 || DIALLED_BEFORE.test(before);
}

/** The surroundings of a character that is a word by itself. */
export interface Surroundings {
  /** The text before the character in its clause. */
  readonly before: string;
  /** The text after it. */
  readonly after: string;
  /** The word before the character, or what its own word has before it; "" if there is none. */
  readonly word: string;
}

/** Characters before 得 that make it the verb "must": pronouns, and adverbs such as 就 and 也. */
const BEFORE_MUST = /(?:^|[我你您他她它们谁咱家都也还又就总非必可才先须便准])$/u;
/** Characters after 得 that make it the verb "to get". */
const AFTER_GET = /^[了到过出以知益奖分病胜票名]|^第/u;
/** First characters of verbs in 得 such as 获得. */
const BEFORE_GOT = /[获取赢博夺求所难心购]$/u;
/** Nouns and measure words before 地, which is then "ground". */
const BEFORE_GROUND =
  /[这那哪块片当本各此某该外内土草田山荒空场陆工基营驻原就产圣墓绿湿耕林菜处个的在是]$/u;
/** Characters after 地 with which it is "ground": 地上, 地球, 地图. */
const AFTER_GROUND =
  /^(?:下(?![着了雨雪])|[上里面中点区方位图带毯板铁球理质震势产主名址步瓜狱税价皮窖基域形表底段头道摊雷盘平契和与是的有很被厚义覆])/u;
/** Numbers, 这 and the like, after which 只 is a measure word. */
const COUNTING = /[一二两三四五六七八九十百千万几每这那哪半某数]$/u;
/** Verbs that take 为 and what something becomes or is called; 以 … 为. */
const AFTER_RESULT =
  /(?:[成作称认视定改变化分转设列评选誉升降简译写命名最更颇极尤甚较皆均]|以.{1,8})$/u;
/** Verbs whose result 倒 can be. */
const BEFORE_FALL = /[摔跌推打病晕吓醉撞滑绊压击难拉卧栽晃]$/u;

type Read = (place: Surroundings) => string;

/** By character, the function that gives the syllable of a character that is a word. */
export const LONE: ReadonlyMap<string, Read> = new Map<string, Read>([
  // "Should", or "in answer to" an invitation.
  ["应", ({ after }) => (/^.{1,8}(?:邀|之请|请求|要求)/u.test(after) ? "ying4" : "ying1")],
  // "To do", or "dry".
  [
    "干",
    ({ before, after }) =>
      /[就说能肯敢会想去来大苦人在己以劲]$/u.test(before) ||
      /^(?:[就什啥嘛吗得起出掉活事]|了.)/u.test(after)
        ? "gan4"
        : "gan1",
  ],
  ["更", () => "geng4"],
  // "To be" and "as", or "for".
  [
    "为",
    ({ before, after }) =>
      AFTER_RESULT.test(before) || /^(?:主|例|止|首|准|中心|基础|核心|人|时)/u.test(after)
        ? "wei2"
        : "wei4",
  ],
  // "To fall over", or "to pour" and "rather".
  [
    "倒",
    ({ before, after }) =>
      BEFORE_FALL.test(before) || /^[在下了塌闭]/u.test(after) || after === "" ? "dao3" : "dao4",
  ],
]);

/** Characters that can also end a word or begin one, with functions as in LONE. */
export const PARTICLES: ReadonlyMap<string, Read> = new Map<string, Read>([
  ["得", readDe],
  ["地", readDi],
  [
    "了",
    ({ before, after }) =>
      before.endsWith("不") || /^[解结却如然]/u.test(after) ? "liao3" : "le0",
  ],
  // "Only", or a measure word.
  ["只", ({ before }) => (COUNTING.test(before) ? "zhi1" : "zhi3")],
  // "Amount", or "to measure".
  [
    "量",
    ({ before, after }) =>
      /[衡测打思商丈估较掂考端酌]$/u.test(before) || /^[一了身着过好]/u.test(after)
        ? "liang2"
        : "liang4",
  ],
  ["哦", ({ before }) => (before === "" ? "o4" : "o0")],
  // "To supply", or "to offer" and "to confess".
  [
    "供",
    ({ before, after }) =>
      /[口招上]$/u.test(before) || /^[认词述状奉品桌]/u.test(after) ? "gong4" : "gong1",
  ],
]);

/** Reads 得: `dei3` for "must", `de2` for "to get", else the particle `de0`. */
function readDe({ before, after }: Surroundings): string {
  const isFixed = before.endsWith("不") && /^[不已了而]/u.test(after);
  if (isFixed || BEFORE_GOT.test(before) || AFTER_GET.test(after)) return "de2";
  return after !== "" && !/^[很太]/u.test(after) && BEFORE_MUST.test(before) ? "dei3" : "de0";
}

/** Reads 地: `de0` after an adverb (慢慢地走, 历史性地), else `di4`. */
function readDi({ before, after, word }: Surroundings): string {
  if (after === "" || (word.length < 2 && !/[性式般样]$/u.test(before))) return "di4";
  return BEFORE_GROUND.test(word) || AFTER_GROUND.test(after) ? "di4" : "de0";
}

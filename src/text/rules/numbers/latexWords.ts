/** The words of a command with bounds (`\sum`), and the words before its lower bound, its upper bound and its operand. */
export interface Bounded {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly of: string;
}

/** Names by language. A language without a name uses the English name. */
type Names = Readonly<Record<string, string>> & { readonly en: string };

const BOUNDED: ReadonlyMap<string, Names> = new Map([
  ["sum", { en: "the sum", ms: "hasil tambah", zh: "总和" }],
  ["prod", { en: "the product", ms: "hasil darab", zh: "乘积" }],
  ["int", { en: "the integral", ms: "kamiran", zh: "积分" }],
  ["lim", { en: "the limit", ms: "had", zh: "极限" }],
]);
const FROM: Names = { en: "from", ms: "dari", zh: "从" };
const AS: Names = { en: "as", ms: "apabila", zh: "当" };
const TO: Names = { en: "to", ms: "hingga", zh: "到" };
const OF: Names = { en: "of", ms: "bagi", zh: "" };

const NAMES: ReadonlyMap<string, Names> = new Map([
  ["degree", { en: "degrees", ms: "darjah", zh: "度" }],
  ["arrow", { en: "to", ms: "ke", zh: "到" }],
  ["implies", { en: "implies", ms: "bermakna", zh: "推出" }],
  ["factorial", { en: "factorial", ms: "faktorial", zh: "的阶乘" }],
  ["choose", { en: "choose", ms: "pilih", zh: "选" }],
  ["infty", { en: "infinity", ms: "infiniti", zh: "无穷" }],
  ["in", { en: "in", ms: "dalam", zh: "属于" }],
  ["sin", { en: "sine", ms: "sin", zh: "sin" }],
  ["cos", { en: "cosine", ms: "kos", zh: "cos" }],
  ["tan", { en: "tangent", ms: "tan", zh: "tan" }],
  ["log", { en: "log", ms: "log", zh: "log" }],
  ["ln", { en: "natural log", ms: "log asli", zh: "自然对数" }],
  ["exp", { en: "exp", ms: "exp", zh: "exp" }],
  ["max", { en: "max", ms: "maks", zh: "最大" }],
  ["min", { en: "min", ms: "min", zh: "最小" }],
  ["mod", { en: "mod", ms: "mod", zh: "模" }],
]);
const ALIASES: ReadonlyMap<string, string> = new Map([
  ["circ", "degree"],
  ["to", "arrow"],
  ["rightarrow", "arrow"],
  ["longrightarrow", "arrow"],
  ["Rightarrow", "implies"],
  ["Longrightarrow", "implies"],
  ["implies", "implies"],
  ["iint", "int"],
  ["oint", "int"],
  ["bmod", "mod"],
  ["pmod", "mod"],
]);

/** Returns the words of a command with bounds, such as `sum`; null for another command. */
export function boundedWords(command: string, language: string): Bounded | null {
  const key = ALIASES.get(command) ?? command;
  const names = BOUNDED.get(key);
  if (names === undefined) return null;
  const from = named(key === "lim" ? AS : FROM, language);
  return { name: named(names, language), from, to: named(TO, language), of: named(OF, language) };
}

/** Returns the word of a function or a sign of LaTeX; null if it has none. */
export function commandWord(command: string, language: string): string | null {
  const names = NAMES.get(ALIASES.get(command) ?? command);
  return names === undefined ? null : named(names, language);
}

function named(names: Names, language: string): string {
  return names[language] ?? names.en;
}

/** A route as clients know it. Parameters of its path are in braces. */
export interface KnownRoute {
  readonly method: string;
  readonly path: string;
}

/** Words that clients' base URLs add to or leave out of a path. */
const BASE_WORD = /^(api|openai|v\d+\w*)$/;

/** What other servers call a word of our paths. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  speech: [
    "tts",
    "speak",
    "say",
    "generate",
    "synthesize",
    "synthesise",
    "synthesis",
    "text-to-speech",
    "text_to_speech",
    "text2speech",
  ],
  health: ["live", "livez", "liveness", "ping", "status"],
  ready: ["readiness"],
  docs: ["swagger", "redoc", "api-docs"],
  "openapi.json": ["swagger.json", "openapi.yaml"],
};

const SYNONYM_COST = 0.25;
/** Less than a missing word, so that a path of the right words names its route whatever the method. */
const METHOD_COST = 0.5;
/** Longer paths are not compared, because the comparison takes time and they are no typing errors. */
const MAX_WORDS = 12;

/**
 * Finds the route that a client probably meant by a path that has none: the one with the fewest words missing, added or
 * misspelt. Prefixes such as /v1 and upper and lower case do not count. Returns null if no route resembles the path.
 *
 * @example
 * nearestRoute({ method: "POST", path: "/audio/speach" }, routes)?.path; // "/v1/audio/speech"
 */
export function nearestRoute(
  { method, path }: KnownRoute,
  routes: readonly KnownRoute[],
): KnownRoute | null {
  const asked = wordsOf(path);
  if (asked.length > MAX_WORDS) return null;
  let nearest: KnownRoute | null = null;
  let lowest = Infinity;
  for (const route of routes) {
    const words = wordsOf(route.path);
    // The last fixed word of a path says what the route does.
    const subject = words.findLast((word) => !isParameter(word)) ?? "";
    if (!asked.some((word) => wordCost(word, subject) < 1)) continue;
    const cost = pathCost(asked, words) + (route.method === method ? 0 : METHOD_COST);
    if (cost < lowest) [nearest, lowest] = [route, cost];
  }
  return nearest;
}

function wordsOf(path: string): readonly string[] {
  const words = path.toLowerCase().split("/");
  return words.filter((word) => word !== "" && !BASE_WORD.test(word));
}

function isParameter(word: string): boolean {
  return word.startsWith("{");
}

/** Returns the number of words to add, leave out or correct until `asked` is the path of the route. */
function pathCost(asked: readonly string[], route: readonly string[]): number {
  return alignmentCost(asked, route, (word, known) =>
    isParameter(known) ? 0 : wordCost(word, known),
  );
}

/** Returns 0 for the same word, less than 1 for a synonym or a misspelling, and 2 for another word. */
function wordCost(word: string, known: string): number {
  if (word === known) return 0;
  if (SYNONYMS[known]?.includes(word)) return SYNONYM_COST;
  // Two letters that changed places count as two wrong ones; short words have none to spare.
  const allowed = Math.min(2, Math.floor(known.length / 3));
  if (Math.abs(word.length - known.length) > allowed) return 2;
  const letters = alignmentCost(Array.from(word), Array.from(known), (a, b) => (a === b ? 0 : 1));
  return letters <= allowed ? letters / 4 : 2;
}

/** Returns the lowest cost of turning `from` into `to` by changes, and by additions and omissions at a cost of 1 each. */
function alignmentCost(
  from: readonly string[],
  to: readonly string[],
  changeCost: (from: string, to: string) => number,
): number {
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [row, item] of from.entries()) {
    const costs = [row + 1];
    for (const [column, other] of to.entries()) {
      const changed = above[column]! + changeCost(item, other);
      costs.push(Math.min(changed, above[column + 1]! + 1, costs[column]! + 1));
    }
    above = costs;
  }
  return above[to.length]!;
}

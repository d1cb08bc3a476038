const [QUOTE, BACKSLASH] = [0x22, 0x5c];
/** `[` and `{`, `]` and `}`, which differ in one bit. */
const [OPENING, CLOSING, EITHER] = [0x5b, 0x5d, 0x20];

/**
 * Returns how deep lists and objects of a JSON text are nested, without parsing it. The result means nothing if the text
 * is not valid JSON.
 *
 * @example
 * depthOf('{"input": "[[[", "voice": {"id": "anna"}}'); // 2
 */
export function depthOf(json: string): number {
  let [depth, deepest] = [0, 0];
  let isText = false;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) isText = !isText;
    else if (isText) at += code === BACKSLASH ? 1 : 0;
    else if ((code & ~EITHER) === OPENING) {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if ((code & ~EITHER) === CLOSING) depth -= 1;
  }
  return deepest;
}

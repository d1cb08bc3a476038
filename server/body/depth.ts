/**
 * Returns how deep lists and objects of a JSON text are nested, without parsing it. The result means nothing if the text
 * is not valid JSON.
 *
 * @example
 * depthOf('{"input": "[[[", "voice": {"id": "anna"}}'); // 2
 */
export function depthOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  let isText = false;
  for (let at = 0; at < json.length; at += 1) {
    const char = json[at];
    if (char === '"') isText = !isText;
    else if (isText) at += char === "\\" ? 1 : 0;
    else if (char === "[" || char === "{") {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (char === "]" || char === "}") depth -= 1;
  }
  return deepest;
}

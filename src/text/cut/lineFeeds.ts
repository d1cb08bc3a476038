/**
 * Creates a function that writes each line end of a text in parts as `\n`. It writes `\r\n` as a blank and `\n`, so that
 * offsets do not change. A `\r` at the end of a part is returned with the next part.
 */
export function createLineFeeds(): (part: string, ended: boolean) => string {
  let held = "";
  return (part, ended) => {
    let text = held + part;
    held = !ended && text.endsWith("\r") ? "\r" : "";
    if (held !== "") text = text.slice(0, -1);
    return text.replace(/\r\n|[\r\v\f\u0085\u2028\u2029]/g, (end) =>
      end === "\r\n" ? " \n" : "\n",
    );
  };
}

/**
 * Creates a function that writes each end of a line of a text in parts as `\n`, and `\r\n` as a blank and `\n`, so that
 * offsets stay. A `\r` at the end of a part waits for the next part.
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

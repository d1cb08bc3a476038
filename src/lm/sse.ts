/** The data of each server-sent event of `body` (WHATWG HTML, section 9.2); comments and other fields are skipped. */
export async function* sseData(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let held = "";
  let data: string[] = [];
  for await (const bytes of body) {
    held += decoder.decode(bytes, { stream: true });
    // A carriage return at the end may be half of a line end.
    const usable = held.endsWith("\r") ? held.length - 1 : held.length;
    const lines = held.slice(0, usable).split(/\r\n|\n|\r/);
    held = (lines.pop() ?? "") + held.slice(usable);
    for (const line of lines) {
      if (line === "" && data.length > 0) {
        yield data.join("\n");
        data = [];
      } else if (line.startsWith("data:")) data.push(line.slice(line[5] === " " ? 6 : 5));
    }
  }
}

/** The data of each server-sent event of `body` (WHATWG HTML, section 9.2); comments and other fields are skipped. */
export async function* sseData(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let unparsed = "";
  let data: string[] = [];
  for await (const bytes of body) {
    unparsed += decoder.decode(bytes, { stream: true });
    // A carriage return at the end may be the first half of a line end.
    const complete = unparsed.endsWith("\r") ? unparsed.length - 1 : unparsed.length;
    const lines = unparsed.slice(0, complete).split(/\r\n|\n|\r/);
    unparsed = (lines.pop() ?? "") + unparsed.slice(complete);
    for (const line of lines) {
      if (line === "" && data.length > 0) {
        yield data.join("\n");
        data = [];
      } else if (line.startsWith("data:")) data.push(line.slice(line[5] === " " ? 6 : 5));
    }
  }
}

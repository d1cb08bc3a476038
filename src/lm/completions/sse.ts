import { LmFailure } from "../failure.ts";

/** Most characters of one event. An event of a speech LM has a few hundred; an endless one must not fill the memory. */
const MAX_EVENT_CHARS = 1 << 20;

/**
 * The data of each server-sent event of `body` (WHATWG HTML, section 9.2); comments and other fields are skipped. Throws LmFailure
 * for an event of more than a million characters.
 */
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
    const eventChars = data.reduce((sum, line) => sum + line.length, unparsed.length);
    if (eventChars > MAX_EVENT_CHARS)
      throw new LmFailure(
        "server",
        `the speech LM sent an event over ${MAX_EVENT_CHARS} characters`,
      );
    for (const line of lines) {
      if (line === "" && data.length > 0) {
        yield data.join("\n");
        data = [];
      } else if (line.startsWith("data:")) data.push(line.slice(line[5] === " " ? 6 : 5));
    }
  }
}

/** Content-Type of JSON objects, one a line. A failure breaks the connection: some clients skip a line that they do not expect. */
export const JSON_LINES = "application/x-ndjson";

/** Formats an object as a line. */
export function jsonLine(value: Readonly<Record<string, unknown>>): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value)}\n`);
}

/** Returns the messages of an error and its causes. Adds the stack of each error that is not a SpeechError. */
export function causeText(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault);
  const cause = fault.cause === undefined ? "" : `; caused by ${causeText(fault.cause)}`;
  return `${fault.message}${cause}${fault.name === "SpeechError" ? "" : `\n${fault.stack ?? ""}`}`;
}

/** The message of an error and of its causes; with the stack of each that is not a SpeechError. */
export function causeText(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault);
  const cause = fault.cause === undefined ? "" : `; caused by ${causeText(fault.cause)}`;
  return `${fault.message}${cause}${fault.name === "SpeechError" ? "" : `\n${fault.stack ?? ""}`}`;
}

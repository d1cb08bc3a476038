/** The message of a fault and of its causes, with the stack of what nobody foresaw. */
export function causeText(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault);
  const cause = fault.cause === undefined ? "" : `; caused by ${causeText(fault.cause)}`;
  return `${fault.message}${cause}${fault.name === "SpeechError" ? "" : `\n${fault.stack ?? ""}`}`;
}

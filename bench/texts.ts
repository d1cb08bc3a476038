const SENTENCES = [
  "The morning train was late again, so we walked along the river instead.",
  "Nobody had told the gardener that the roses were meant to be white.",
  "She opened the window, counted the ships in the harbour, and closed it with a smile.",
  "If you turn left at the old library you will find the best noodles in town.",
  "My brother keeps three clocks in his kitchen and none of them agree.",
  "Rain is expected in the north, while the south stays warm and dry until Friday.",
  "He had written the same letter eleven times before he found the courage to send it.",
  "Please bring your ticket, a warm coat, and a little patience for the long road home.",
] as const;

/** Returns a text of `words` words that begins with sentence `index` (modulo the length of the list). */
export function textOf(index: number, words: number): string {
  const said: string[] = [];
  for (let at = index; said.length < words; at += 1)
    said.push(...(SENTENCES[at % SENTENCES.length] ?? "").split(" "));
  return said.slice(0, words).join(" ");
}

/** Ranges, delays and offsets of the alerts and their lengths in a trial; an hour must not last an hour. */
const SHORT: readonly (readonly [RegExp, string])[] = [
  [/\bfor: \d+m\b/g, "for: 2s"],
  [/\[1m\]/g, "[4s]"],
  [/\[5m\]/g, "[12s]"],
  [/\[15m\]/g, "[30s]"],
  [/\[1h\]/g, "[6s]"],
  [/offset 6h/g, "offset 15s"],
  [/8 \* 3600/g, "22"],
  [/512 \* 1024 \* 1024/g, "150 * 1024 * 1024"],
];

/** Returns rules with short times, for a trial against a real server. Thresholds stay, except the floor of the memory. */
export function shortened(rules: string): string {
  return SHORT.reduce((text, [long, short]) => text.replaceAll(long, short), rules);
}

/** A number of more digits is read digit by digit. Fifteen digits reach up to 999 trillion. */
export const MAX_CARDINAL_DIGITS = 15;

/**
 * Removes the zeros before the first other digit. A number of zeros only, and the empty string, give "0".
 *
 * @example withoutLeadingZeros("007") // "7"
 */
export function withoutLeadingZeros(digits: string): string {
  let start = 0;
  while (start < digits.length - 1 && digits[start] === "0") start++;
  return digits.slice(start) || "0";
}

/**
 * Splits digits into groups of `size`, counted from the right, so that only the first group can be shorter.
 *
 * @example groupsOf("1234567", 3) // ["1", "234", "567"]
 */
export function groupsOf(digits: string, size: number): string[] {
  const groups: string[] = [];
  let end = digits.length % size || size;
  for (let start = 0; start < digits.length; start = end, end += size) {
    groups.push(digits.slice(start, end));
  }
  return groups;
}

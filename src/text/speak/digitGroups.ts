/** Most digits of a number that is not spoken digit by digit: up to 999 trillion. */
export const MAX_CARDINAL_DIGITS = 15;

/**
 * Removes leading zeros. Returns "0" for a number of zeros only and for the empty string.
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

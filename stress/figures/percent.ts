/** Formats a fraction as a percentage, for example 0.125 as "12.5 %". */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

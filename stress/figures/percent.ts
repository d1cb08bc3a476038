/** A share of one as people read it. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/**
 * Top-level domains that make a name a web address without a scheme. Domains that are also file extensions are left out.
 */
const TOPS = new Set(
  (
    "com org net gov edu info biz mil int app dev tech shop store online site cloud blog news xyz asia name pro mobi " +
    "live world club space website email digital agency studio media design academy school finance travel museum page " +
    "my uk sg id cn hk tw jp kr th vn ph bn au nz us ca eu de fr es it nl se no fi dk pl ch at be pt ie ru ua in pk bd " +
    "lk br mx ar cl za ng ke eg sa ae qa tr ir il io ai co me tv cc gg fm to ly im is so app"
  ).split(" "),
);

/**
 * Top-level domains that are also words. Without a path, a missing blank ("he left.so we…") is more likely than an
 * address.
 */
export const NAMELIKE_TOPS: ReadonlySet<string> = new Set(
  (
    "at be id in is it me no so to us de es la im as am do name page live world club space school design media news " +
    "site store shop online travel finance academy digital email website blog pro page"
  ).split(" "),
);

/** Returns whether a name such as `com` is a known top-level domain. */
export function isKnownTop(name: string): boolean {
  return TOPS.has(name.toLowerCase());
}

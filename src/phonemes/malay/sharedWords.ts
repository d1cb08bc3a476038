/** Words that Malay and English spell alike: loans, and words of both such as `air` (water) and `had` (limit). */
export const SHARED: ReadonlySet<string> = new Set(
  (
    "air album agenda bank bonus data drama festival filem final format had hospital hotel info lot mac main maksimum malaysia media menu miring model " +
    "modul poster radio seminar status studio total trend unit video"
  ).split(" "),
);

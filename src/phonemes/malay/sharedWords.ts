/** Loans that Malay and English spell alike. */
export const SHARED: ReadonlySet<string> = new Set(
  (
    "album agenda bank bonus data drama festival filem final format hospital hotel info lot maksimum media menu model " +
    "modul poster radio seminar status studio total trend unit video"
  ).split(" "),
);

import { MALAY_WORDS } from "./ms.ts";
import { createMalay } from "./msPhrases.ts";
import type { Verbaliser } from "./verbaliser.ts";

const { currencies, units, operators } = MALAY_WORDS;

/** Speaks Indonesian, with the words of Malay where both languages have the same. */
export const indonesian: Verbaliser = createMalay({
  ...MALAY_WORDS,
  language: "id",
  digits: "nol satu dua tiga empat lima enam tujuh delapan sembilan".split(" "),
  billion: "miliar",
  trillion: "triliun",
  decimal: "koma",
  negative: "minus",
  percent: "persen",
  perWords: {
    second: "per detik",
    minute: "per menit",
    hour: "per jam",
    day: "per hari",
    week: "per minggu",
    month: "per bulan",
    year: "per tahun",
    person: "per orang",
  },
  perUnits: {},
  currencies: {
    ...currencies,
    GBP: { name: "pound", minor: "pence" },
    IDR: { name: "rupiah", minor: null },
  },
  units: {
    ...units,
    "km/h": "kilometer per jam",
    "°C": "derajat Celsius",
    "m³": "meter kubik",
    s: "detik",
    min: "menit",
    GB: "gigabita",
  },
  months: [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
  ],
  clock: {
    at: "pukul",
    minute: "menit",
    second: "detik",
    midnight: "tengah malam",
    morning: "pagi",
    noon: "siang",
    afternoon: "sore",
    night: "malam",
  },
  eras: { bc: "sebelum Masehi", ad: "Masehi", hijri: "Hijriah" },
  operators: { ...operators, "-": "kurang", "×": "kali", "÷": "bagi" },
});

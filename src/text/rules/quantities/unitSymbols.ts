import type { Unit } from "../../speak/units.ts";
import type { Language } from "../../speak/verbaliser.ts";
import { anyOf } from "../alternatives.ts";

/**
 * Written forms of units, separated by `|`. A form in the other case is not listed if it is another unit or has another
 * meaning: `mb` is a megabyte, but `5 M` is not a meter and `5G` is not a gram.
 */
const SYMBOLS: Readonly<Partial<Record<Unit, string>>> = {
  km: "km|Km|KM|kms|Kms|KMs",
  m: "m|mtr|mtrs",
  cm: "cm|Cm|CM|cms",
  mm: "mm|Mm|mms",
  µm: "µm|μm|um",
  nm: "nm",
  mi: "mi",
  yd: "yd|yds",
  ft: "ft|Ft|FT",
  in: "in",
  kg: "kg|Kg|KG|kgs|Kgs|KGs|KGS",
  g: "g|gm|gms|gr|grm",
  mg: "mg|Mg|MG|mgs",
  µg: "µg|μg|mcg|ug",
  lb: "lb|lbs|Lbs|LBS",
  oz: "oz|Oz|OZ|fl oz",
  t: "t",
  L: "L|l|ℓ|ltr|Ltr|ltrs",
  mL: "mL|ml|ML|Ml|mls",
  "km/h":
    "km/h|Km/h|KM/H|KM/h|km/H|km/hr|KM/HR|km/hour|km/j|Km/j|KM/J|km/jam|Km/jam|KM/JAM|km/小时|kmh|Kmh|KMH|kmph|KMPH|kph|KPH|kmj|km\u2215h",
  mph: "mph|Mph|MPH|mi/h|mi/hr",
  "m/s": "m/s|M/S|m/sec|m/saat",
  "°C": "°C|°c|° C|° c|ºC|º C|˚C|˚ C|oC|℃|deg C|degC|C",
  "°F": "°F|°f|° F|ºF|˚F|oF|℉|deg F|degF|F",
  "°": "°|º|˚",
  "m²": "m²|M²|m2|M2|m^2|sqm|sq m|sq. m|sq.m|SQM|Sqm",
  "cm²": "cm²|cm2|cm^2|sq cm|sqcm",
  "km²": "km²|KM²|km2|km^2|sqkm|sq km|sq. km",
  "m³": "m³|M³|m3|m^3|cbm|CBM|cu m",
  "mm²": "mm²|mm2|mm^2|sq mm",
  "km³": "km³|km3|km^3|cu km",
  "cm³": "cm³|cm3|cm^3|cu cm",
  cc: "cc|CC",
  ha: "ha|Ha",
  "sq ft": "sq ft|sq. ft|sq.ft|sqft|Sqft|SQFT|sq feet|Sq ft|Sq. ft|Sq Ft|ft²|ft2|ft^2",
  W: "W",
  kW: "kW|KW|kw|Kw",
  MW: "MW",
  kWh: "kWh|KWh|kwh|KWH|Kwh|kW·h",
  V: "V",
  A: "A",
  mAh: "mAh|MAH|mah|maH",
  Hz: "Hz|hz|HZ",
  kHz: "kHz|KHz|khz|Khz|KHZ",
  MHz: "MHz|Mhz|mhz|MHZ",
  GHz: "GHz|Ghz|ghz|GHZ",
  ms: "ms|msec",
  s: "s|sec|secs|Sec",
  min: "min|mins|Min|Mins",
  h: "h|hr|hrs|Hr|Hrs",
  B: "B",
  KB: "KB|kB|kb|Kb",
  MB: "MB|mb|Mb",
  GB: "GB|gb|Gb",
  TB: "TB|tb|Tb",
  kbps: "kbps|Kbps|KBPS|kb/s|Kb/s|kbit/s",
  Mbps: "Mbps|mbps|MBPS|MBps|Mb/s|Mbit/s|Mbits/s",
  Gbps: "Gbps|gbps|GBPS|GBps|Gb/s|Gbit/s",
  px: "px|PX",
  dpi: "dpi|DPI",
  fps: "fps|FPS",
  rpm: "rpm|RPM",
  bpm: "bpm|BPM",
  cal: "cal|cals",
  kcal: "kcal|Kcal|KCAL|kcals",
  dB: "dB|db|dBA",
  kPa: "kPa|KPa|kpa|KPA",
  hPa: "hPa|hpa",
  psi: "psi|PSI",
  hp: "hp|HP|bhp",
  mpg: "mpg|MPG",
  tbsp: "tbsp|Tbsp|tbsps|tbs",
  tsp: "tsp|Tsp|tsps",
  gal: "gal|gals",
  qt: "qt|qts",
  "sq mi": "sq mi|sq. mi|Sq mi|mi²|mi2",
  Ω: "Ω",
  kΩ: "kΩ",
  Nm: "Nm|N·m",
  kJ: "kJ|KJ",
  mmHg: "mmHg",
  ppm: "ppm|PPM",
};

const isUnit = (text: string): text is Unit => Object.hasOwn(SYMBOLS, text);

const BY_SYMBOL: ReadonlyMap<string, Unit> = new Map(
  Object.entries(SYMBOLS).flatMap(([unit, symbols]) =>
    isUnit(unit) ? symbols.split("|").map((symbol): [string, Unit] => [symbol, unit]) : [],
  ),
);

/** Source of a pattern for any symbol, without a letter or a digit after it. */
export const SYMBOL = `(?:${anyOf(BY_SYMBOL.keys()).replace(/[.^/]/g, String.raw`\$&`)})(?![\\p{Script=Latin}\\p{M}\\p{N}_])`;

/** Returns the unit of a written symbol; null if the symbol is unknown. */
export function unitOf(symbol: string): Unit | null {
  return BY_SYMBOL.get(symbol) ?? null;
}

/** Returns the language of a symbol that only one language uses: `km/j`, `km/jam`. */
export function languageOfSymbol(symbol: string): Language | undefined {
  if (/\/(?:j|jam|saat)$/i.test(symbol)) return "ms";
  return symbol.endsWith("小时") ? "zh" : undefined;
}

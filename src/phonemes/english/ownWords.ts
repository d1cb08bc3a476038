/** Words that the lexicons lack and that the rules and the network read wrongly. */
export const OWN_WORDS: ReadonlyMap<string, string> = new Map([
  ["brr", "bɹˈɜɹ"],
  ["exposé", "ˌɛkspOzˈA"],
  ["grr", "ɡɹˈɜɹ"],
  ["lamé", "lɑmˈA"],
  ["pâté", "pɑtˈA"],
  ["résumé", "ɹˈɛzəmˌA"],
  ["rosé", "ɹOzˈA"],
  ["shh", "ʃ"],
  ["tsk", "tˈɪsk"],
  ["zzz", "z"],
]);

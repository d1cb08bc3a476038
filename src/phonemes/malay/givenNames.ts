/** Malaysian given names that English text has too, in lower case. */
const GIVEN_NAMES: ReadonlySet<string> = new Set(
  (
    "abdul abdullah abu aminah nurhaliza siti adnan afiq ahmad aida aiman ain aina aishah aisyah akmal alia alif alya amin amira amirah amirul " +
    "amran anis anuar anwar aqilah arif ariffin asyraf athirah atiqah ayu azhar aziz azizah azlan azman azmi azmin azri badrul " +
    "bahari bakar baharuddin batrisyia dahlia danial daud diana ehsan ezzati fadhil fadzil fahmi faiz faizal farah farhan fariz faridah " +
    "farid fatimah fauzi fauziah firdaus fitri ghani habibah hadi hafiz hafizah hakimi halim halimah hamid hamidah " +
    "hamzah hana hanafi hanif haris harith hasan hashim hassan hazim hazwan hidayah huda husin hussein ibrahim idris ikhwan ilham " +
    "imran iqbal irfan ishak iskandar ismail izzah izzati jaafar jamal jamaliah jamilah johari kamal kamaruddin kamarul karim kasim khadijah " +
    "khairi khairul khairuddin khalid latif liyana luqman mahathir mahmud maimunah malik mariam mazlan mohamad mohamed mohammad mohd " +
    "muhamad muhammad muhyiddin mukhriz munirah mustafa nabila nabilah nadia nadiah nadzirah najib najwa nasir natasya nazri nik nizam noor nor " +
    "noraini norazlina norhayati norizan noriah nur nurin nurul nurulhuda othman puteri qistina rahim rahimah rahman ramlah ramli razak " +
    "razali rashid redzuan ridzuan rizal rohani roslan rosmah rosnah rozita rusdi ruslan sabri safiah saiful salleh salmah samad " +
    "sarimah sazali shafiq shahrul shamsul sharifah shukri sofea suhaila suhaimi sulaiman suraya syafiq syafiqah syahmi syahrul syamsul " +
    "syazwan syed syukri taufik umar wahid wan yaakob yahya yasin yusof yusuf zahid zahari zaid zaidi zainab zainal zainuddin zakaria zaleha " +
    "zaki zulkifli zulaikha zuraidah bayan lepas damansara ampang gombak bangsar cheras puchong rawang sentul shah alam subang sepang " +
    "langkawi kemaman marang kulai segamat batu pahat kluang mersing temerloh bentong raub kuala langat hulu larut " +
    "matang sitiawan manjung lumut taiping gerik tapah tanah merah pasir mas tumpat bachok machang sandakan tawau lahad datu keningau " +
    "miri sibu bintulu samarahan labuan nilai mantin rembau gunung ledang tioman redang perhentian pangkor semporna mulu"
  ).split(" "),
);

/** Returns whether a word in lower case is a Malaysian name. */
export function isGivenName(word: string): boolean {
  return GIVEN_NAMES.has(word);
}

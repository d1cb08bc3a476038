/** Parses pairs of a short and a full form. In full forms of several words `_` stands for a blank. */
function pairs(list: string): ReadonlyMap<string, string> {
  const words = list.trim().split(/\s+/);
  return new Map(
    words
      .filter((_word, index) => index % 2 === 0)
      .map((short, index) => [short, (words[2 * index + 1] ?? "").replaceAll("_", " ")]),
  );
}

/** Short forms of Malay chats that have no other meaning in any language. */
export const CHAT_SURE = pairs(`
  yg yang utk untuk dgn dengan drpd daripada kpd kepada dlm dalam sbb sebab dtg datang
  byk banyak skrg sekarang bkn bukan krn kerana tdk tidak jgn jangan blm belum sdh sudah
  klu kalau kalu kalau mcm macam mcmana macam_mana mmg memang blh boleh dpt dapat knp kenapa brp berapa bln bulan
  thn tahun mlm malam tgk tengok ckp cakap kwn kawan msk masuk sprt seperti trsbt tersebut tsb tersebut
  tsbt tersebut ttg tentang thdp terhadap slps selepas sblm sebelum kls kelas bdk budak lps lepas stlh setelah
  wlpn walaupun wpun walaupun tmpt tempat rmh rumah sklh sekolah pjbt pejabat tlg tolong sbg sebagai spy supaya
  pkl pukul dkt dekat mgkn mungkin mngkn mungkin sllu selalu slalu selalu hbs habis mnt minta snng senang
  cpt cepat lmbt lambat ngn dengan nnt nanti smlm semalam mkn makan mnm minum kdg kadang kdg2 kadang-kadang
  kalo2 kalau-kalau lbh lebih krg kurang sgt sangat jwb jawab jwpn jawapan bhs bahasa pljr pelajar plajar pelajar
  prgi pergi blaja belajar bljr belajar slmt selamat trm terima ksh kasih trmksh terima_kasih bgmn bagaimana
  mslh masalah syrkt syarikat krja kerja krj kerja ptg petang tgh tengah hbgn hubungan hbungi hubungi brg barang
  hrg harga dlu dulu gmbr gambar xde tak_ada xda tak_ada xnak tak_nak xtau tak_tahu xboleh tak_boleh xleh tak_boleh
  xpe tak_apa xpa tak_apa xyah tak_payah xsuka tak_suka xdpt tak_dapat xpernah tak_pernah xfaham tak_faham
  bwk bawa tny tanya fhm faham jmpa jumpa tgu tunggu hntr hantar ok2 ok-ok
  spt seperti dn dan shj sahaja sj sahaja sntiasa sentiasa kluar keluar bwh bawah bgn bangun jln jalan smbl sambil
  sblh sebelah dkat dekat ssh susah kmpg kampung kmpng kampung hny hanya bkl bakal pnh pernah prnh pernah
  sdg sedang sdang sedang mggu minggu mgu minggu byr bayar bli beli trima terima tmbh tambah krm kirim pnggil panggil pntg penting cntik cantik sdp sedap mntk minta lmbt2 lambat-lambat brgkt bertolak jmp jumpa jmpe jumpa bleh boleh sblum sebelum slpas selepas tntg tentang kpada kepada dripada daripada sbnrnya sebenarnya bnyk banyak ckit sikit mkanan makanan minggu2 minggu-minggu hrga harga pnjg panjang sronok seronok pkai pakai bpk bapak mnjadi menjadi dftr daftar kptsn keputusan ngr negara ngri negeri
`);

/** Short forms that are Malay only in a Malay text. */
export const CHAT_UNSURE = pairs(`
  pd pada dr dari pn pun hr hari jd jadi sb sebab tp tapi tpi tapi kt kat bg bagi dh dah sm sama sma sama td tadi
  tdi tadi blk balik mn mana mna mana jg juga org orang sy saya lg lagi nk nak stp setiap pg pagi bru baru nti nanti
  gi pergi amt amat bt buat km kami skit sikit skt sakit dri dari trus terus ank anak kj kerja gk juga
  kul pukul
  krna kerana msg masing wkt waktu ttp tetap ktk ketika lain2 lain-lain kpn kapan pk pakai ade ada
`);

/** Spoons in recipes, after a number in a Malay text. */
export const SPOONS = pairs(`sb sudu_besar sk sudu_kecil st sudu_teh`);

/** Short forms of CHAT_UNSURE that are also used after a number, where others are units: "5 org". */
export const AFTER_NUMBER: ReadonlySet<string> = new Set("org lg dh td tp kt pg sy".split(" "));

/** The text after an `x` that means "tak": "x nak", "x boleh". */
const AFTER_TAK =
  /^ (?:nak|boleh|tahu|tau|ada|payah|perlu|pernah|suka|sempat|faham|fhm|jadi|mahu|dapat|dpt|leh|pe|kisah|sabar|puas|habis|sampai|datang|mau|reti|cukup|lagi|kena|ingat|guna|buka|pergi|beli|makan|minum|tidur|balik|bayar|jumpa|hantar|cakap|tanya|dengar|tengok|kerja|jalan|bagi|ambil|buat|nampak|jawab|paham|setuju|percaya|pakai|de|dak|tido|tgk|berani|kuat|dpat|sangka|kuasa|hairan|heran|tentu|pasti|semua|ramai|banyak|bnyk|byk|(?:di|ber|ter)\p{L}{3,20}|me[lmnr]\p{L}{3,20}|masuk|keluar|turun|naik|cari|pandai|larat|mampu|sihat|elok|cantik|sedap|murah|mahal|ready|best)(?![\p{L}\p{N}])/u;
/** The text before an `x` that is a letter: a number, or a word of algebra. */
const LETTER_X =
  /(?:\d ?|(?<!\p{L})(?:nilai|paksi|ubah|pembolehubah|jika|apabila|mana|dengan|koordinat|fungsi|bagi|katakan|andaikan|cari|ialah|anu|huruf) )$/iu;
/** The text before an `x` that means "tak" at the end of a question: "boleh x?". */
const ASKED =
  /(?<!\p{L})(?:boleh|blh|bleh|ada|nak|nk|tau|tahu|ok|okay|jadi|dah|dpt|dapat|best|sedap|betul|faham|fhm|free|percaya|pergi|ingat|kenal|suka|cukup|sampai|siap|perlu|kena|cantik|mahal) $/iu;

/** Returns whether a single `x` in a Malay text means "tak" (not), by the text before and after the `x`. */
export function isTak(before: string, after: string): boolean {
  if (LETTER_X.test(before)) return false;
  return AFTER_TAK.test(after) || (/^ ?(?:[?!,]|$)/.test(after) && ASKED.test(before));
}

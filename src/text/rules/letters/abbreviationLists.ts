/** The words of an abbreviation in English (used in Chinese texts too) and in Malay. */
export type Spoken = readonly [english: string, malay: string];

/** Parses lines of `short = english | malay`; a single form is used for both languages. */
function table(lines: string): ReadonlyMap<string, Spoken> {
  return new Map(
    lines
      .trim()
      .split("\n")
      .map((line): [string, Spoken] => {
        const [short = "", spoken = ""] = line.trim().split(" = ");
        const [english = "", malay = english] = spoken.split(" | ");
        return [short, [english, malay]];
      }),
  );
}

/** Abbreviations before a name, with or without a dot. The keys of all lists are in lower case, without the last dot. */
export const TITLES = table(`
  dr = Doctor | Doktor
  mr = Mister
  mrs = Missus
  ms = Miss
  prof = Professor | Profesor
  pn = Puan
  hj = Haji
  hjh = Hajah
  jln = Jalan
  tmn = Taman
  lrg = Lorong
  capt = Captain | Kapten
  sgt = Sergeant | Sarjan
  mt = Mount
`);

/** Abbreviations before a name, only with a dot and a capital. */
export const TITLES_WITH_DOT = table(`
  en = Encik
  tn = Tuan
  kg = Kampung
  bt = Bukit
  bkt = Bukit
  sg = Sungai
  bdr = Bandar
  ust = Ustaz
  ybhg = Yang Berbahagia
  bhg = Bahagian
  ustz = Ustazah
  ustaz = Ustaz
  sdr = Saudara
  sdri = Saudari
  mej = Mejar
  kol = Kolonel
  kpt = Kapten
  ustzh = Ustazah
  insp = Inspector | Inspektor
  kapt = Kapten
  sarj = Sarjan
  hon = Honorable
  rev = Reverend
  gen = General | Jeneral
  jen = Jeneral
  lt = Lieutenant | Leftenan
  col = Colonel | Kolonel
  maj = Major | Mejar
  cpl = Corporal | Koperal
  cmdr = Commander | Komander
  sen = Senator
  rep = Representative
  gov = Governor | Gabenor
  pres = President | Presiden
  messrs = Messieurs
  supt = Superintendent
  amb = Ambassador
  atty = Attorney
  mts = Mountains
  adm = Admiral | Laksamana
  fr = Father
  brig = Brigadier | Brigedier
  pvt = Private
  pt = Point
  ft = Fort
`);

/** Before a number, with a capital: roads and places that are numbered. */
export const NUMBERED_PLACES = table(`
  jln = Jalan
  tmn = Taman
  lrg = Lorong
  kg = Kampung
  bkt = Bukit
`);

/** Abbreviations before a number, only with a dot. */
export const NUMBERED = table(`
  no = number | nombor
  nos = numbers | nombor
  bil = number | bilangan
  fig = figure | rajah
  fn = footnote | nota kaki
  figs = figures | rajah
  vol = volume | jilid
  vols = volumes | jilid
  ch = chapter | bab
  sec = section | seksyen
  art = article | artikel
  eq = equation | persamaan
  ver = version | versi
  ext = extension | sambungan
  samb = sambungan
  apt = apartment | apartmen
  blk = block | blok
  tkt = tingkat
  bhg = bahagian
  hlm = halaman
  p = page | halaman
  pg = page | halaman
  pp = pages | halaman
  par = paragraph | perenggan
  para = paragraph | perenggan
  seks = seksyen
  sek = seksyen
  jil = jilid
  jld = jilid
  ms = page | muka surat
  raj = rajah
  psl = pasal
  yr = year | tahun
  ed = edition | edisi
`);

/** Abbreviations after a name, only with a dot and a capital. */
export const AFTER_NAMES = table(`
  inc = Incorporated
  ltd = Limited
  co = Company
  corp = Corporation
  bros = Brothers
  assn = Association
  esq = Esquire
  jr = Junior
  sr = Senior
  sdn = Sendirian
  bhd = Berhad
  rd = Road
  ave = Avenue
  blvd = Boulevard
  hwy = Highway
  ln = Lane
  sq = Square
  pkwy = Parkway
  bldg = Building
  univ = University | Universiti
`);

/** Abbreviations of AFTER_NAMES that are also written without a dot. */
export const DOTLESS_AFTER_NAMES: ReadonlySet<string> = new Set(["jr", "ltd", "sdn", "bhd"]);

/** Abbreviations in any place, only with a dot, because the letters alone can be a word. */
export const WITH_DOT = table(`
  approx = approximately | kira-kira
  dept = department | jabatan
  jab = jabatan
  est = established | ditubuhkan
  max = maximum | maksimum
  min = minimum
  maks = maksimum
  incl = including | termasuk
  excl = excluding | tidak termasuk
  asst = assistant | pembantu
  govt = government | kerajaan
  misc = miscellaneous | pelbagai
  avg = average | purata
  qty = quantity | kuantiti
  amt = amount | jumlah
  wt = weight | berat
  ht = height | tinggi
  cont = continued | bersambung
  hrs = hours | jam
  mins = minutes | minit
  secs = seconds | saat
  yrs = years | tahun
  wk = week | minggu
  tel = telephone | telefon
  temp = temperature | suhu
  cf = compare | bandingkan
  viz = namely | iaitu
  resp = respectively | masing-masing
  spt = seperti
  cth = contoh
  ptg = petang
  thn = tahun
  bln = bulan
  hal = halaman
  sek = sekolah
  kem = kementerian
  keb = kebangsaan
  lwn = lawan
  dsbnya = dan sebagainya
  dst = dan seterusnya
`);

/** Abbreviations in any place, with or without a dot. A capital after the dot begins a sentence, because no name follows. */
export const ANYWHERE = table(`
  etc = et cetera
  dll = dan lain-lain
  dsb = dan sebagainya
  vs = versus | lawan
  lwn = lawan
  eg = for example | contohnya
  ie = that is | iaitu
  aka = also known as | juga dikenali sebagai
`);

/** Abbreviations with dots between the letters. */
export const DOTTED = table(`
  e.g = for example | contohnya
  i.e = that is | iaitu
  a.k.a = also known as | juga dikenali sebagai
  y.bhg = Yang Berbahagia
  u.p = untuk perhatian
  a.m = a m
  p.m = p m
  n.b = note | perhatian
  ph.d = P H D
  m.sc = M S C
  b.sc = B S C
  m.eng = M Eng
  b.eng = B Eng
  b.a = B A
  d.phil = D Phil
`);

/** Abbreviations with a slash. */
export const SLASHED = table(`
  w/ = with | dengan
  w/o = without | tanpa
  c/o = care of | dialamatkan kepada
  n/a = N A
  b/c = because
  a/l = anak lelaki
  a/p = anak perempuan
  d/a = dengan alamat
  t/hari = tengah hari
  k/p = kad pengenalan
  s/he = she or he
`);

import { expect, test } from "bun:test";
import { spoken } from "../spoken.fake.ts";

test.each([
  ["Dr. Lee met Mr. Tan and Mrs. Wong.", "Doctor Lee met Mister Tan and Missus Wong."],
  ["We saw mr. smith and dr. banner.", "We saw Mister smith and Doctor banner."],
  ["St. Mary's is on Main St. near here.", "Saint Mary's is on Main Street near here."],
  [
    "We walked down Wall St. The shops are closed.",
    "We walked down Wall Street. The shops are closed.",
  ],
  [
    "Read chapter one, figure A, etc. before class.",
    "Read chapter one, figure A, et cetera before class.",
  ],
  ["Bring pens, paper, etc. Lunch is free.", "Bring pens, paper, et cetera. Lunch is free."],
  ["We like fruit, e.g. apples, i.e. food.", "We like fruit, for example apples, that is food."],
  ["It was Kelly vs. Rahman, or red vs blue.", "It was Kelly versus Rahman, or red versus blue."],
  ["He works at Acme Inc. The pay is good.", "He works at Acme Incorporated. The pay is good."],
  [
    "Sammy Davis Jr. sang with Acme Corp. staff.",
    "Sammy Davis Junior sang with Acme Corporation staff.",
  ],
  ["No. I will not.", "No. I will not."],
  [
    "Rumah di Lrg. 3, Jln 4, Tmn. 2 dan Kg. 7, Jln.5.",
    "Rumah di Lorong tiga, Jalan empat, Taman dua dan Kampung tujuh, Jalan lima.",
  ],
  ["I saw the Dr., and Mr and Mrs Tan.", "I saw the Doctor, and Mister and Missus Tan."],
  ["Read Vol. II and Blk. C.", "Read Volume two and Block C."],
  ["Coffee w/o sugar, please, a.k.a. black.", "Coffee without sugar, please, also known as black."],
  ["She has a Ph.D. in physics.", "She has a P H D in physics."],
])("English abbreviations are spoken in full: %s", (input, output) => {
  expect(spoken(input)).toBe(output);
});

test.each([
  ["Dr. Ahmad bekerja di Jln. Ampang.", "Doktor Ahmad bekerja di Jalan Ampang."],
  ["Pn. Siti dan En. Rahman hadir di dewan ini.", "Puan Siti dan Encik Rahman hadir di dewan ini."],
  ["Syarikat Maju Sdn. Bhd. sudah tutup.", "Syarikat Maju Sendirian Berhad sudah tutup."],
  [
    "Dia di Maju Sdn. Bhd. Kemudian dia pulang.",
    "Dia di Maju Sendirian Berhad. Kemudian dia pulang.",
  ],
  ["Bawa pen, buku, dll. ke kelas itu.", "Bawa pen, buku, dan lain-lain ke kelas itu."],
  ["Dia tinggal di Kg. Baru.", "Dia tinggal di Kampung Baru."],
  ["Mereka orang yg baik utk kita.", "Mereka orang yang baik untuk kita."],
  ["Saya x nak pergi dgn dia pd hari ini.", "Saya tak nak pergi dengan dia pada hari ini."],
  ["Ini Kumar a/l Raju.", "Ini Kumar anak lelaki Raju."],
  ["SILA JUMPA YG DI ATAS UTK SEMUA.", "SILA JUMPA YANG DI ATAS UNTUK SEMUA."],
  ["Org yg lambat x dibenarkan masuk.", "Orang yang lambat tak dibenarkan masuk."],
  ["Aku 2 hari x tido, ok x?", "Aku dua hari tak tido, ok tak?"],
  ["Cari nilai x dan tulis.", "Cari nilai x dan tulis."],
  ["Jumpa pkl 3 ptg dgn 5 org.", "Jumpa pukul tiga petang dengan lima orang."],
  ["Kita jumpa kul 10.30 td.", "Kita jumpa pukul sepuluh tiga puluh tadi."],
  ["Datang pukul 12.15 tgh.", "Datang pukul dua belas lima belas tengah hari."],
  ["Rujuk ms. 24 dan Jld. 2 ini.", "Rujuk muka surat dua puluh empat dan Jilid dua ini."],
  ["Masukkan 2 sb gula dan 1 sk garam.", "Masukkan dua sudu besar gula dan satu sudu kecil garam."],
  ["No fon saya tiada, Ali no 1 di kelas.", "Nombor fon saya tiada, Ali nombor satu di kelas."],
  [
    "Bayaran min. RM50, maks. RM90.",
    "Bayaran minimum lima puluh ringgit, maksimum sembilan puluh ringgit.",
  ],
  [
    "Siti bt. Ahmad dan Lt. Kol. Rahim di Km 23.",
    "Siti binti Ahmad dan Leftenan Kolonel Rahim di Km dua puluh tiga.",
  ],
  ["Y.Bhg. Datuk Lee hadir.", "Yang Berbahagia Datuk Lee hadir."],
  ["Saya ada pensel 2B, 3 mggu dah.", "Saya ada pensel dua B, tiga minggu dah."],
  ["Mcm2 hal yang saya x fhm.", "Macam-macam hal yang saya tak faham."],
])("Malay abbreviations and short forms of chats are spoken in full: %s", (input, output) => {
  expect(spoken(input)).toBe(output);
});

test("the plural of spelled letters is not read as an abbreviation", () => {
  expect(spoken("We sell T Vs.")).toBe("We sell T Vs.");
});

test("abbreviations stay as written if they are switched off", () => {
  const input = "Dr. Lee met the CEO & left.";
  expect(spoken(input, { abbreviations: false })).toBe(input);
});

test("short forms of chats are in small letters", () => {
  expect(spoken("Keputusan: PN 74 kerusi, dia pn menang.")).toBe(
    "Keputusan: P N tujuh puluh empat kerusi, dia pun menang.",
  );
});

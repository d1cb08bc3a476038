import { expect, test } from "bun:test";
import { spoken } from "../spoken.fake.ts";

test.each([
  ["Meet me at 4:50 PM there.", "Meet me at four fifty p m there."],
  ["The shop opens at 8am.", "The shop opens at eight a m."],
  ["The train leaves at 16:20.", "The train leaves at sixteen twenty."],
  ["下午2:15 call你", "下午两点十五分 call你"],
  ["petang 3:30 call me", "petang pukul tiga tiga puluh call me"],
  ["Get up at 7:05 a.m. please.", "Get up at seven oh five a m please."],
  ["Get up at 7 a.m. Then eat.", "Get up at seven a m. Then eat."],
  ["Get up at 7 a.m. Monday.", "Get up at seven a m Monday."],
  ["Get up at 7 a.m.", "Get up at seven a m."],
  ['He said "at 7 p.m."', 'He said "at seven p m."'],
  ["It starts at 1:59 p.m.est", "It starts at one fifty-nine p m est"],
  ["It starts at 2.30 a.m. here.", "It starts at two thirty a m here."],
  ["Open 9am-5pm daily.", "Open nine a m to five p m daily."],
  ["Open 9-11am daily.", "Open nine to eleven a m daily."],
  ["Open 8.30am - 5.30pm daily.", "Open eight thirty a m to five thirty p m daily."],
  ["Come 730pm, not 1030 am.", "Come seven thirty p m, not ten thirty a m."],
  ["Get up at 5.30 in the morning.", "Get up at five thirty in the morning."],
  ["Open 10:30 a.m.-12:30 p.m. daily.", "Open ten thirty a m to twelve thirty p m daily."],
  ["We eat at 12:00 noon there.", "We eat at twelve noon there."],
  ["Read John 3:16 again.", "Read John three sixteen again."],
])("a time is spoken in English: %s", (text, expected) => {
  expect(spoken(text)).toBe(expected);
});

test.each([
  ["Meeting 10.30 kat bilik saya.", "Meeting pukul sepuluh tiga puluh kat bilik saya."],
  ["Buka 8.00pg - 9.30mlm.", "Buka pukul lapan pagi hingga pukul sembilan tiga puluh malam."],
  [
    "Dia tiba 2315 malam, 12.30 t/hari.",
    "Dia tiba pukul dua puluh tiga lima belas malam, pukul dua belas tiga puluh tengah hari.",
  ],
  ["Kedai buka 9 pagi-10 malam.", "Kedai buka sembilan pagi hingga sepuluh malam."],
  ["Jumpa pukul 4:20 petang.", "Jumpa pukul empat dua puluh petang."],
  ["Kedai buka pukul 9.15 pagi.", "Kedai buka pukul sembilan lima belas pagi."],
  ["Kelas habis jam 5.40 ini.", "Kelas habis jam lima empat puluh ini."],
  ["Mesyuarat itu bermula 3:00 PM.", "Mesyuarat itu bermula pukul tiga petang."],
  ["Jumpa pukul 3:00 PM petang.", "Jumpa pukul tiga petang."],
  [
    "Buka pukul 8.30 - 10.45 sahaja.",
    "Buka pukul lapan tiga puluh hingga sepuluh empat puluh lima sahaja.",
  ],
  ["Lapor diri pukul 0830 esok.", "Lapor diri pukul lapan tiga puluh esok."],
  ["Buka 9.00 pagi - 5.00 petang ya.", "Buka pukul sembilan pagi hingga pukul lima petang ya."],
  ["Tayangan pkl 8.30 mlm itu.", "Tayangan pukul lapan tiga puluh malam itu."],
  ["Let's meet pukul 3.30, ok?", "Let's meet pukul tiga tiga puluh, ok?"],
])("a time is spoken in Malay: %s", (text, expected) => {
  expect(spoken(text)).toBe(expected);
});

test.each([
  ["下午4:50开会。", "下午四点五十分开会。"],
  ["火车16:20出发。", "火车十六点二十分出发。"],
  ["早上9点上课", "早上九点上课"],
  ["我们2点见", "我们两点见"],
  ["2点半见", "两点半见"],
  ["3点15分见", "三点十五分见"],
  ["3点05分见", "三点零五分见"],
  ["8点30见", "八点三十见"],
  ["周一-周五上班", "周一到周五上班"],
  ["上午9点-下午5点", "上午九点到下午五点"],
  ["12时30分", "十二时三十分"],
  ["3-5点见", "三到五点见"],
  ["2点到5点", "两点到五点"],
  ["9:00-18:00营业", "九点到十八点营业"],
  ["我们3:00PM开会", "我们下午三点开会"],
  ["我们下午3:00 PM开会", "我们下午三点开会"],
  ["我们9am开会", "我们上午九点开会"],
  ["8:00 a.m.准时开会", "上午八点准时开会"],
  ["于5:35:36发射", "于五点三十五分三十六秒发射"],
])("a time is spoken in Chinese: %s", (text, expected) => {
  expect(spoken(text)).toBe(expected);
});

test.each([
  "比分3:21",
  "比分定格在78:96",
  "The scale is 1:100 here.",
  "It lasted 2.30 hours.",
  "Masa 1.30 jam itu.",
  "00:1A:2B:3C:4D:5E",
])("numbers that are not a time are not spoken as a time: %s", (text) => {
  expect(spoken(text)).not.toMatch(/two thirty|thirty|fifteen|点|twenty-one|tiga puluh|thirteen p/);
});

test.each([
  [
    "Logged at 07:21:48,123 today.",
    "Logged at seven hours twenty-one minutes and forty-eight seconds today.",
  ],
  [
    "The office closed at 1600hrs or 0830 hrs.",
    "The office closed at sixteen hundred hours or zero eight thirty hours.",
  ],
])("a time of a log or a timetable in %p is spoken", (text, words) => {
  expect(spoken(text)).toBe(words);
});

import { expect, test } from "bun:test";
import { NORMALISE_DEFAULTS, normalised, type NormaliseOptions } from "../normalise.ts";

/** Returns a text as it is spoken if the caller chose English. */
function spoken(text: string): string {
  const options: NormaliseOptions = { ...NORMALISE_DEFAULTS, language: "en" };
  return Array.from(normalised(text, options), ({ traced }) => traced.text).join("");
}

test.each([
  ["11:20AM,2:40PM and 10:10PM.", "eleven twenty a m,two forty p m and ten ten p m."],
  ["It opens at 11:30EST.", "It opens at eleven thirty E S T."],
  [
    "It took 1:45:30 to finish.",
    "It took one hour forty-five minutes and thirty seconds to finish.",
  ],
  ["Open 6:00-7:30 p.m. daily.", "Open six to seven thirty p m daily."],
  ["Lunch is noon-1pm.", "Lunch is noon to one p m."],
  ["Open 5pm-close.", "Open five p m to close."],
])("a time in English is spoken: %s", (text, expected) => {
  expect(spoken(text)).toBe(expected);
});

test.each([
  ["jan. 15 was cold.", "January fifteenth was cold."],
  ["Jan-15 was cold.", "January fifteenth was cold."],
  ["23rd july,1998", "the twenty-third of July, nineteen ninety-eight"],
  ["We left on the 5 May.", "We left on the fifth of May."],
  ["From 2 Jan.–5 Feb. we rest.", "From the second of January to the fifth of February we rest."],
  ["It ended in 2024 B.C", "It ended in twenty twenty-four b c"],
  ["It fell in 300 BCE.", "It fell in three hundred b c e."],
  ["The '60s, 70s and 80s", "The sixties, seventies and eighties"],
  ["Louis XIV's chair", "Louis the fourteenth's chair"],
  ["The XXIst century after WWII", "The twenty-first century after World War two"],
])("a date or an era in English is spoken: %s", (text, expected) => {
  expect(spoken(text)).toBe(expected);
});

test.each([
  ["It costs $20.500 now.", "It costs twenty dollars and fifty cents now."],
  ["It costs ¥30 b now.", "It costs thirty billion yen now."],
  ["It costs ₹1,00,000 now.", "It costs one hundred thousand rupees now."],
  ["A $5-a-day habit", "A five dollar-a-day habit"],
  ["A $10-million deal", "A ten million dollar deal"],
  ["Rent is $1,800+/month.", "Rent is one thousand eight hundred dollars per month plus."],
  ["Buy 3/$10.", "Buy three for ten dollars."],
])("money in English is spoken: %s", (text, expected) => {
  expect(spoken(text)).toBe(expected);
});

test.each([
  ["We need 1/4th of it.", "We need one quarter of it."],
  ["We need 23 4/5ths.", "We need twenty-three and four fifths."],
  ["A 5-1/2 inch pipe", "A five and a half inch pipe"],
  ["Up 5½% today", "Up five and a half percent today"],
  [
    "She has a GPA of 3.75/4.0.",
    "She has a G P A of three point seven five out of four point zero.",
  ],
  ["It expires exp. 12/27.", "It expires exp. twelve twenty-seven."],
  ["It runs on Windows 10/11.", "It runs on Windows ten eleven."],
])("a fraction in English is spoken: %s", (text, expected) => {
  expect(spoken(text)).toBe(expected);
});

test.each([
  ["Add 2 tbsp. oil and 1 tsp salt.", "Add two tablespoons oil and one teaspoon salt."],
  ["A 5-kg bag", "A five kilogram bag"],
  ['A 27" monitor', "A twenty-seven inch monitor"],
  ["A 4'x8' board", "A four feet by eight feet board"],
  [
    "It moves at 3×10^8 m/s.",
    "It moves at three times ten to the power of eight meters per second.",
  ],
  ["It serves 100 requests/s.", "It serves one hundred requests per second."],
  ["It costs 12/kg.", "It costs twelve per kilogram."],
  ["It holds 41,459 km³.", "It holds forty-one thousand four hundred fifty-nine cubic kilometers."],
  ["A city of 1.4B", "A city of one point four billion"],
  ["A 2x4 of pine", "A two by four of pine"],
])("a quantity in English is spoken: %s", (text, expected) => {
  expect(spoken(text)).toBe(expected);
});

test.each([
  [
    "Call (212) 555-0100 x89.",
    "Call two one two, five five five, zero one zero zero, extension eight nine.",
  ],
  ["Call 123-123-5678-1.", "Call one two three, one two three, five six seven eight, one."],
  [
    "Call +1 123-123-5678-1.",
    "Call plus one, one two three, one two three, five six seven eight, one.",
  ],
  ["Call 1-800-GO-2-HAUL.", "Call one, eight hundred, go two haul."],
  ["Dial 911, 999 or 112.", "Dial nine one one, nine nine nine or one one two."],
  ["Use git@github.com:user/repo.git.", "Use git at github dot com colon user slash repo dot git."],
  ["See www.news.com.sm now.", "See news dot com dot s m now."],
  [
    "See example.net/a/page.html?id=5, ok?",
    "See example dot net slash a slash page dot h t m l, ok?",
  ],
])("an address in English is spoken: %s", (text, expected) => {
  expect(spoken(text)).toBe(expected);
});

test.each([
  ["Mt. Everest is high.", "Mount Everest is high."],
  ["Sen. Smith met Pres. Lee.", "Senator Smith met President Lee."],
  ["See p. 45 and Eq. (5).", "See page forty-five and Equation (five)."],
  [
    "Turn at Orchard Rd, Singapore 238823.",
    "Turn at Orchard Road, Singapore two three eight eight two three.",
  ],
  ["N. Korea and W. Virginia", "North Korea and West Virginia"],
  ["It is x += 1 or i++.", "It is x plus equals one or i plus plus."],
  ["ΔT is π² ± 5.", "delta T is pi squared plus or minus five."],
  ["If a <= b then stop.", "If a is less than or equal to b then stop."],
  ["Take Hwy 1 W.", "Take Highway one W."],
  ["my 21th birthday", "my twenty-first birthday"],
])("an abbreviation or a sign in English is spoken: %s", (text, expected) => {
  expect(spoken(text)).toBe(expected);
});

test.each([
  ["It costs $10/person/day.", "It costs ten dollars per person per day."],
  ["Take one 3x/day.", "Take one three times per day."],
  ["He got an A- in maths.", "He got an A minus in maths."],
  ["We meet 5/6 at 7.", "We meet June fifth at seven."],
  ["Growth in Q4'23 and FY'24", "Growth in Q four twenty-three and F Y twenty-four"],
  ["In '23–'24 we won.", "In twenty-three to twenty-four we won."],
  ["The '08 crisis", "The oh eight crisis"],
  ["It starts at 17:00h sharp.", "It starts at five p m sharp."],
  [
    "The 2024 Olympics and 1998 World Cup",
    "The twenty twenty-four Olympics and nineteen ninety-eight World Cup",
  ],
  ["The USD/MYR 4.45 rate", "The U S D M Y R four point four five rate"],
  ["It costs 50 SEK or ₺20.", "It costs fifty Swedish kronor or twenty lira."],
  ["Adm. Ray met Fr. Tom.", "Admiral Ray met Father Tom."],
  ["Encode it in H.264 now.", "Encode it in H two six four now."],
  ["Open /etc/hosts or ~/a/b now.", "Open slash etc slash hosts or slash a slash b now."],
  ["A 220-lb man", "A two hundred twenty pound man"],
])("a form of chats and reports is spoken: %s", (text, expected) => {
  expect(spoken(text)).toBe(expected);
});

test.each([
  ["It costs $5/guest/night.", "It costs five dollars per guest per night."],
  ["Jalan SS 15/4 di Subang", "Jalan S S lima belas empat di Subang"],
  ["他住在 123 Main St。", "他住在 one twenty-three Main Street。"],
])("an address or a rate beside other languages is spoken: %s", (text, expected) => {
  const spoken = Array.from(normalised(text, NORMALISE_DEFAULTS), ({ traced }) => traced.text);
  expect(spoken.join("")).toBe(expected);
});

test.each([
  ["A £5 note and an €80 ticket", "A five pound note and an eighty euro ticket"],
  ["A $5 and a $10 bill", "A five dollars and a ten dollar bill"],
  ["A 6.1 in. screen is big.", "A six point one inches screen is big."],
])("a quantity before a noun is spoken: %s", (text, expected) => {
  expect(spoken(text)).toBe(expected);
});

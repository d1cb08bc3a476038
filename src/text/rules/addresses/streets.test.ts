import { expect, test } from "bun:test";
import { spoken } from "../spoken.fake.ts";

test.each([
  [
    "Send it to 2788 San Tomas Expy, Santa Clara, CA 95051.",
    "Send it to twenty-seven eighty-eight San Tomas Expressway, Santa Clara, California nine five zero five one.",
  ],
  [
    "2 San Tomas hwy, Santa, FL, 95051",
    "two San Tomas Highway, Santa, Florida, nine five zero five one",
  ],
  ["1211 E Arques Ave", "twelve eleven East Arques Avenue"],
  ["708 N 1st St, San City", "seven zero eight North first Street, San City"],
  [
    "She lived at 1428 Elm St. It was old.",
    "She lived at fourteen twenty-eight Elm Street. It was old.",
  ],
  ["Go to 12 Elm Rd. and wait.", "Go to twelve Elm Road and wait."],
  [
    "It is 1600 Pennsylvania Ave NW, Washington, DC 20500.",
    "It is sixteen hundred Pennsylvania Avenue Northwest, Washington, D C two zero five zero zero.",
  ],
  [
    "350 Fifth Ave, New York, NY 10118-0110",
    "three fifty Fifth Avenue, New York, New York one zero one one eight, zero one one zero",
  ],
  ["221B Baker St. was his home.", "two twenty-one B Baker Street was his home."],
  ["She moved to Austin, TX in May.", "She moved to Austin, Texas in May."],
  [
    "12000 Elm Rd, Apt 4B, Miami, FL",
    "one two zero zero zero Elm Road, Apartment four B, Miami, Florida",
  ],
  ["100 MAIN ST, BOSTON, MA 02110", "one hundred MAIN Street, BOSTON, MA zero two one one zero"],
])("a street address is spoken: %s", (text, expected) => {
  expect(spoken(text)).toBe(expected);
});

test.each([
  [
    "In Texas 12345 people voted.",
    "In Texas twelve thousand three hundred forty-five people voted.",
  ],
  ["We met 20 Good Dr. Lee fans.", "We met twenty Good Doctor Lee fans."],
  ["Hello, OK then.", "Hello, OK then."],
])("text that is not an address is read by other rules: %s", (text, expected) => {
  expect(spoken(text)).toBe(expected);
});

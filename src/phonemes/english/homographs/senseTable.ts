import type { Sense } from "./senses.ts";

/** A word whose sound depends on its meaning, while the lexicon knows at most its parts of speech. */
interface Homograph {
  /** How it is said as a verb; absent: as the lexicon does. */
  readonly verb?: string;
  /** How it is said otherwise. The first is the usual one. */
  readonly senses: readonly Sense[];
}

const BEND =
  "take takes took taken taking slight deep low polite little stiff formal courtly final last graceful";
const SHIP =
  "ship boat captain deck stern sea wave waves hull anchor vessel sail sailor port starboard harbour harbor aft forward torpedo torpedoes tubes prow cannon carronade kayak canoe ram thruster sink sank fitted raking sailed bulbous clipper wow";
const FABRIC =
  "sleeve curtain coat cloth fabric shirt dress jacket trousers jeans page paper sail muscle ligament meniscus cartilage" +
  " tendon retina retinal tissue knee canvas wallpaper net roof hole sheet tent seam stitch mended repair repaired mend";
const QUARREL =
  "blazing terrible furious huge bitter flaming political diplomatic almighty awful violent noisy unholy stand-up fierce" +
  " dreadful public international family";

/** By the word in lower case. */
export const HOMOGRAPHS: Readonly<Record<string, Homograph>> = {
  lead: {
    verb: "lˈid",
    senses: [
      {
        says: "lˈid",
        after: "the role good key strong early his her their its",
        before:
          "role roles singer singers actor actors actress vocalist vocalists vocals guitar guitarist author researcher time story character",
      },
      {
        says: "lˈɛd",
        after:
          "made_of sheets_of heavy_as of as molten white red blood contain contains contained containing with melted like melt tetraethyl zinc copper tin",
        before:
          "pipe pipes paint paints poisoning shot bullet bullets acid roof crystal ore mine mines mining level levels" +
          " exposure oxide sulfide sulphide pencil glass free weight weights content contamination battery batteries solder plate" +
          " plates coffin sheet sheets sheeting dust carbonate chromate zinc plumbing type ions alloy pellet pellets is nitrate shielding",
        near:
          "metal zinc copper tin gold silver mercury arsenic toxic poison poisonous pencil melt melted iron petrol gasoline" +
          " plumbing pipe roof paint cadmium ore heavy bullet ammunition fuel snapped sharpen element alloy lead-free" +
          " weigh kilogram drinking ton radiation tested batteries covered",
      },
    ],
  },
  bow: {
    verb: "bˈW",
    senses: [
      {
        says: "bˈO",
        after: "hair red silk crossed pink blue white cello violin compound recurve composite long",
        before: "river and tie ties string arm legs window hunting",
        near:
          "arrow quiver archer archery violin cello fiddle viola hair ribbon gift parcel package present wrapped string" +
          " knot tie tied drew rosin shoot shot hunter dress neat vibrato strings",
      },
      {
        says: "bˈW",
        after: `at_the on_the to_the over_the under_the across_the across_her by_the make_a made_a gave_a give_a take_a took_a ${BEND} its`,
        before: "wave waves wheel thruster of section wow",
        near: `${SHIP} stage audience curtain applause crowd cheered butler actors king queen royal bowed courtesy kneeling greeted greet welcomed servant servants waiter gun guns torpedo`,
      },
    ],
  },
  bows: {
    verb: "bˈWz",
    senses: [
      { says: "bˈOz", near: "arrow archer violin cello hair ribbon gift knot string" },
      { says: "bˈWz", after: BEND, near: `${SHIP} stage audience applause` },
    ],
  },
  row: {
    verb: "ɹˈO",
    senses: [
      {
        says: "ɹˈO",
        after:
          "front back top bottom first second third last each every every next in_a long death skid",
        before: "of",
      },
      {
        says: "ɹˈW",
        after: `${QUARREL} after_the`,
        before: "over about with between broke erupted because",
        near: "quarrel argument minister neighbour neighbor wife husband shouting slept resigned speak spoke speaking argued caused cause sparked angry apologised parents",
      },
    ],
  },
  bass: {
    senses: [
      { says: "bˈAs", after: "play plays played playing on", before: "and guitar drum drums" },
      {
        says: "bˈæs",
        after:
          "spotted sea striped largemouth smallmouth rock black white peacock grilled fried catch caught",
        before: "fishing fish fisherman fillet boat angler anglers lake pro",
        near:
          "fish fishing fished catch catches caught angler anglers lake river trout pike perch salmon carp cod bait hook" +
          " ate eat lemon grilled fillet dish pond rod boat reel seafood potatoes species spawn water waters smallmouth largemouth tournament",
      },
    ],
  },
  tear: {
    verb: "tˈɛɹ",
    senses: [
      {
        says: "tˈɪɹ",
        after: "single",
        before: "gas duct ducts rolled ran fell trickled slid drop drops film glands ran",
        near: "eye cheek face cry cried weep wept sad shed funeral wiped smile lashes grief",
      },
      {
        says: "tˈɛɹ",
        after: "wear_and and acl",
        before: "along off out here open",
        near: `${FABRIC} wear`,
      },
    ],
  },
  tears: {
    verb: "tˈɛɹz",
    senses: [
      { says: "tˈɪɹz", near: "eye cheek face cry cried weep wept in burst" },
      { says: "tˈɛɹz", near: "muscle ligament meniscus cartilage tendon retina tissue fabric" },
    ],
  },
  sewer: {
    senses: [
      { says: "sˈuəɹ" },
      {
        says: "sˈOəɹ",
        after: "skilled experienced expert keen good home",
        near: "fabric stitch thread dressmaker needle sewing sews quilt garment seam dress pattern tailor cloth",
      },
    ],
  },
  sewers: {
    senses: [
      { says: "sˈuəɹz" },
      {
        says: "sˈOəɹz",
        near: "fabric stitch thread dressmaker needle sewing sews quilt garment seam dress pattern",
      },
    ],
  },
  number: {
    senses: [
      { says: "nˈʌmbəɹ", before: "of" },
      {
        says: "nˈʌməɹ",
        after: "grew grow grows growing feel felt feels getting got becoming became",
        before: "than",
      },
    ],
  },
  job: {
    senses: [
      { says: "ʤˈɑb" },
      {
        says: "ʤˈOb",
        near: "biblical bible testament prophet psalms proverbs patience sufferings",
      },
    ],
  },
  sake: {
    senses: [
      { says: "sˈAk", before: "of" },
      {
        says: "sˈɑki",
        after: "drink drank drinking warm hot japanese rice cold of bottle",
        near: "drink drank rice cup bottle brew brewed brewery sushi japan japanese beer wine alcohol fermented",
      },
    ],
  },
  resume: {
    verb: "ɹəzˈum",
    senses: [{ says: "ɹˈɛzəmˌA" }],
  },
  resumes: {
    verb: "ɹəzˈumz",
    senses: [{ says: "ɹˈɛzəmˌAz" }],
  },
  export: { verb: "ɪkspˈɔɹt", senses: [{ says: "ˈɛkspˌɔɹt" }] },
  exports: { verb: "ɪkspˈɔɹts", senses: [{ says: "ˈɛkspˌɔɹts" }] },
  protest: { verb: "pɹətˈɛst", senses: [{ says: "pɹˈOtˌɛst" }] },
  protests: { verb: "pɹətˈɛsts", senses: [{ says: "pɹˈOtˌɛsts" }] },
  perfume: { verb: "pəɹfjˈum", senses: [{ says: "pˈɜɹfjˌum" }] },
  recount: { verb: "ɹikˈWnt", senses: [{ says: "ɹˈikˌWnt" }] },
  bases: {
    senses: [
      { says: "bˈAsᵻz" },
      {
        says: "bˈAsiz",
        after: "theoretical legal philosophical scientific moral constitutional conceptual",
        before: "for",
      },
    ],
  },
  axes: {
    senses: [
      { says: "ˈæksˌiz" },
      {
        says: "ˈæksᵻz",
        after:
          "battle stone hand ice throwing bronze iron polished fire flint copper wielding their",
        before: "and to",
        near:
          "wood chop weapon handaxe hammer sharp sword spear knife knives shield pick shovel tool tree blade blades flint" +
          " bronze iron attacked stone swords spears soldiers saw club handle fire firemen lumberjack",
      },
    ],
  },
};

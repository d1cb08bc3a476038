/** Kinds of streets by abbreviation, in lower case and without the dot. */
export const STREET_TYPES: ReadonlyMap<string, string> = new Map(
  (
    "st Street,str Street,ave Avenue,av Avenue,blvd Boulevard,rd Road,ln Lane,dr Drive,ct Court,hwy Highway," +
    "expy Expressway,expwy Expressway,pkwy Parkway,pl Place,sq Square,ter Terrace,terr Terrace,cir Circle,trl Trail," +
    "fwy Freeway,tpke Turnpike,cres Crescent,plz Plaza"
  )
    .split(",")
    .map((pair): [string, string] => {
      const [short = "", full = ""] = pair.split(" ");
      return [short, full];
    }),
);

/** Directions before or after the name of a street. */
export const DIRECTIONS: ReadonlyMap<string, string> = new Map([
  ["N", "North"],
  ["S", "South"],
  ["E", "East"],
  ["W", "West"],
  ["NE", "Northeast"],
  ["NW", "Northwest"],
  ["SE", "Southeast"],
  ["SW", "Southwest"],
]);

/** States of the United States by their postal codes. */
export const STATES: ReadonlyMap<string, string> = new Map(
  (
    "AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,DE Delaware,FL Florida," +
    "GA Georgia,HI Hawaii,ID Idaho,IL Illinois,IN Indiana,IA Iowa,KS Kansas,KY Kentucky,LA Louisiana,ME Maine," +
    "MD Maryland,MA Massachusetts,MI Michigan,MN Minnesota,MS Mississippi,MO Missouri,MT Montana,NE Nebraska," +
    "NV Nevada,NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,NC North Carolina,ND North Dakota,OH Ohio," +
    "OK Oklahoma,OR Oregon,PA Pennsylvania,RI Rhode Island,SC South Carolina,SD South Dakota,TN Tennessee,TX Texas," +
    "UT Utah,VT Vermont,VA Virginia,WA Washington,WV West Virginia,WI Wisconsin,WY Wyoming"
  )
    .split(",")
    .map((pair): [string, string] => [pair.slice(0, 2), pair.slice(3)]),
);

/** Codes of states that are also words, titles or names. They are read only beside a postal code or a street. */
export const DOUBTFUL_STATES: ReadonlySet<string> = new Set(
  "HI ID IN LA MD ME MS OH OK OR AL CO CT DE MT PA".split(" "),
);

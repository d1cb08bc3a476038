/**
 * Frequent English words, in lower case. They show that a text is English. Not listed are words that Malay speakers use too
 * in the singular (`meeting`, `chapter`, `total`), units and currencies. A word that is also in MALAY counts for neither.
 */
export const ENGLISH: ReadonlySet<string> = new Set(
  (
    "the a an this that these those some any each every both either neither another other others such same own i me " +
    "my mine myself you your yours yourself he him his himself she her hers herself it its itself we us our ours " +
    "ourselves they them their theirs themselves who whom whose which what when where why how whoever whatever " +
    "someone somebody something anyone anybody anything everyone everybody everything nobody nothing none and or but " +
    "nor so yet if unless because although though while whereas whether until till than then as of in on at to from " +
    "for with without by about into onto over under above below between among through during before after since " +
    "against across along around behind beside besides beyond despite down up off out near toward towards upon within " +
    "throughout outside inside except like via is are was were be been being isn't aren't wasn't have has had having " +
    "do does did done doing will would shall should can could may might must cannot ought not no yes never always " +
    "often sometimes usually already still just only also too very really quite rather almost nearly roughly " +
    "approximately exactly even ever again soon later now today tonight tomorrow yesterday here there everywhere once " +
    "twice perhaps maybe probably however therefore instead together away back much many more most less least few " +
    "fewer little lots several enough all half whole please thanks thank hello welcome sorry yeah yep nope gonna " +
    "wanna gotta hey goodbye dear get gets got getting go goes going went gone come comes came coming make makes made " +
    "making take takes took taken taking give gives gave given giving see sees saw seen know knows knew known think " +
    "thinks thought say says said saying tell tells told want wants wanted need needs needed use uses used using find " +
    "finds found keep keeps kept let let's put run runs ran leave leaves left meet meets met bring brings brought buy " +
    "buys bought buying sell sells sold pay pays paid paying cost costs spend spent send sent sends write wrote " +
    "written read reads speak spoke call called calls ask asked asks answer answered help helped try tried tries turn " +
    "turned start started starts begin began begins stop stopped stay stayed wait waited live lived lives work works " +
    "worked working play played move moved walk walked talk talked look looks looked seem seems feel feels felt " +
    "become became show shows showed hold holds held happen happened include includes included continue learn learned " +
    "study studied eat ate eating drink drank sleep slept drive drove driving fly flew ride rode arrive arrived " +
    "return returned open opens opened close closed closes grow grew grown rise rose rises fall fell falls drop " +
    "dropped reach reached win won wins lose lost add added remain remains owe owes earn earned save saved raised " +
    "weighs weigh measures born died die visit visited dial press bake boil heat finish finished ordered good better " +
    "great bad worse worst big bigger biggest small smaller large larger largest long longer short old older young " +
    "new newer next first second third late early empty high higher low lower fast slow right wrong true false ready " +
    "available different important possible able worth sure nice happy happier sad cheap cheaper expensive busy easy " +
    "hard hot cold warm cool daily weekly monthly yearly annual people person persons man men woman women child " +
    "children kids boy girl friend friends family students teacher teachers customers users members thing things way " +
    "ways part parts place places home rooms school country world street road water food money price prices name " +
    "names word words book books car cars boxes houses dog dogs cat cats teams games questions answers problems ideas " +
    "plans year years month months week weeks day days hour hours minute minutes seconds morning afternoon evening " +
    "night nights weekend century decade decades ago o'clock monday tuesday wednesday thursday friday saturday sunday " +
    "january february march june july august october december spring summer autumn winter birthday time times pieces " +
    "pairs cups slices bottles bags glasses spoons pages items points steps miles foot feet inch inches pound pounds " +
    "dollar dollars cent cents percent degree degrees number numbers fine speed weight height length distance " +
    "temperature population zero one two three four five six seven eight nine ten eleven twelve thirteen fifteen " +
    "twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion dozen quarter " +
    "quarters per north south east west alone covers starring launched ur thx plz btw tmr cuz ppl didn't doesn't"
  ).split(" "),
);

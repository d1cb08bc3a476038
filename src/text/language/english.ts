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
    "quarters per north south east west alone covers starring launched ur thx plz btw tmr cuz ppl didn't doesn't well " +
    "loved loves believe believed believes actually trying ending god looking national white black following remember " +
    "remembers remembered understand understood due according former especially beautiful killed likely strong dead " +
    "british yourselves private guess certain particular received receive receives provide provided provides require " +
    "requires required various amazing complete economic involved serious seriously decided decide decides enjoy " +
    "enjoyed entire poor considered consider currently european financial foreign simple simply difficult " +
    "published starting followed follows huge waiting created create creates deep missing offered released dark " +
    "recent recently seeing straight allowed allow allows moving watching watched ahead expect expected specific " +
    "brown chinese double western beginning certainly described cross female male interesting leading previous " +
    "previously quickly reported fair absolutely additional earlier extra immediately leaving natural quick " +
    "significant winning agree agreed safe announced asking calling continued definitely designed happens heavy " +
    "particularly wide claimed developed generally german interested named regular anymore growing hurt meant " +
    "physical successful active australian awesome civil direct clearly compared ended fighting imagine multiple " +
    "passed telling anyway choose chose chosen easily increased indian literally necessary supposed sweet thus touch " +
    "caught directly associated established glad greater rich speaking sitting shown carry carried effective explain " +
    "explained fully highly holding broken caused eventually otherwise primary responsible sick avoid produced truly " +
    "walking accept accepted actual appear appeared appears attempt broke finding losing northern southern eastern " +
    "placed powerful prior serve served religious signed wearing wonderful hate hates laid lying becomes becoming " +
    "covered critical forced fourth fifth sixth mentioned mostly realize realized separate totally acting african " +
    "failed seemed continues dangerous extremely finally firm greatest handle improve indeed negative prevent removed " +
    "apart aware impossible proud useful worried afraid alive alright asleep awake boring brave bright careful clever " +
    "comfortable common complicated confused correct crazy curious delicious disappointed dirty dry dumb exact " +
    "excited exciting familiar famous fantastic favourite favorite friendly funny gentle grateful guilty " +
    "healthy helpful honest horrible hungry thirsty lazy lonely loud mad married mean means medical military minor " +
    "narrow nearby neat nervous noisy obvious obviously odd ordinary painful past patient perfect perfectly " +
    "plain pleasant polite political positive professional proper properly quiet quietly random rare " +
    "reasonable recommend recommended regarding related relevant ridiculous rough rude scary senior sensitive sharp " +
    "shy silly similar slightly slowly smooth soft somewhere anywhere nowhere square steady stupid sudden suddenly " +
    "suitable surprised terrible tight tiny tired traditional typical ugly unable unfortunately unhappy unique " +
    "unknown upset urgent usual violent weak wealthy weird wet wild willing wise wooden adding adds admit affect " +
    "afford aim appreciate argue arrange assume attend beat behave belong blame borrow breathe burn bury catch " +
    "celebrate chase cheer clap climb collect compare complain concern connect contain contains cook cooked cooking " +
    "count cry cried dare defend delay demand deny depend depends describe deserve destroy develop dig disappear " +
    "discover discuss divide drown encourage escape exist exists expand explore express fear feed feeding fill filled " +
    "fit fix fixed float fold forget forgot forgive fought fight gain gather hang hear heard hide hit hope hopefully " +
    "hoping hug hunt hurry ignore increase increases insist introduce invite invited jump kick kill kiss knock lay " +
    "led lend lent lie listen listening lock locked manage marry matter mention mix obey obtain occur owned pack park " +
    "passing pick picked picking plant praise pray prefer prepare prepared pretend prove pull push putting quit raise " +
    "react recognize recover reduce reduced refer refuse regret reject relax rely remind remove repeat replace " +
    "replied reply rescue respect rest rinse rub rush scream search seek shake shine shoot shout shut sing sit smell " +
    "smile solve sound sounds spell spread stand standing stands stare steal stick stir struggle succeed suffer " +
    "suggest suggested supply suppose surprise surround survive swear swim tear tend throw tie trust unlock vote wake " +
    "warn waste wear wipe wish wishing wonder worry wrap yell understanding whichever whenever wherever else " +
    "elsewhere else's somehow someday sometime amongst amid versus unto american french japanese korean russian " +
    "italian spanish age body bottom bread brother brothers sister sisters mother father daughter husband wife " +
    "parents aunt babies girl's guys guy gentleman lady ladies gentlemen head hands eye eyes ear ears nose mouth hair " +
    "leg legs blood bone skin face faces sun moon sky star stars rain snow sea river lake mountain beach island " +
    "forest tree trees flower flowers grass fish bird birds horse cow pig beef egg eggs sugar salt fruit vegetable " +
    "vegetables meat door window wall kitchen bedroom bathroom living garden chair side middle front edge corner " +
    "reason reasons results truth story stories future death peace government companies city town village countries " +
    "law laws health church language knowledge experience example fact facts cause effect change changes groups kinds " +
    "types shape colors colours voice letter letters sentence paragraph paragraphs red blue green yellow orange pink " +
    "purple gray grey silver there's here's what's that's it's who's where's how's i'm i've i'll i'd you're you've " +
    "you'll he's she's we're we've we'll they're they've they'll can't won't don't total's half-hour fortnight " +
    "midnight noon dawn dusk tonight's decrease decreased rising falling dropping shrink ranging meanwhile moreover " +
    "furthermore nevertheless nonetheless hence thereby whereby customer's patients attendees visitors residents " +
    "passengers guests participants employees workers ships shipped delivered delivers deliver returning refunded " +
    "charged scheduled expires expired remaining excluding including featuring located built founded"
  ).split(" "),
);

/**
 * English words that Malaysians use in Malay and Chinese too (`meeting`, `budget`, `deadline`). They show that a text is
 * English only if no other word shows its language.
 */
export const ENGLISH_LOANS: ReadonlySet<string> = new Set(
  (
    "budget order orders deadline meeting package packages project projects assignment presentation report team group " +
    "game match ticket booking check confirm cancel update submit share follow join post video photo picture album " +
    "song movie film channel page account password login link website online offline server computer laptop phone app " +
    "internet email message chat network data file folder system software hardware version model brand product " +
    "products service support sale sales promo promotion discount offer deal voucher coupon shop shopping mall market " +
    "store stock cash card bank loan payment invoice receipt refund deposit balance profit business company office " +
    "boss manager staff client customer interview job salary bonus overtime schedule plan planning event party " +
    "wedding concert festival holiday trip travel flight hotel room check-in tour guide bus train station airport " +
    "parking driver license engine tyre petrol highway traffic class classroom college course exam test quiz homework " +
    "lecture lecturer tutor tuition student subject result grade score point research paper thesis essay chapter " +
    "level unit topic question doctor clinic hospital medicine vaccine checkup appointment operation weather gym " +
    "fitness training workout running marathon race sport sports football league season player coach champion final " +
    "round goal stadium court design designer colour color style fashion dress shirt shoes bag watch jewellery makeup " +
    "menu set lunch breakfast dinner brunch buffet cafe restaurant snack dessert cake coffee tea latte juice burger " +
    "pizza chicken rice milk cheese chocolate baby mummy daddy mommy uncle aunty auntie bro sis crush couple best " +
    "free full last top super cute fun stress public idea problem issue solution feedback review comment opinion info " +
    "information details notice announcement reminder alert list note notes summary agenda itinerary checklist form " +
    "forms document contract agreement policy terms insurance claim tax address location map area block tower floor " +
    "lift lobby condo apartment house owner tenant rental rent renovation security guard safety warning emergency " +
    "media social stream streaming podcast radio episode series trailer drama news article battery charger cable " +
    "screen camera printer keyboard mouse speaker earphone headphone power wifi hotspot storage memory download " +
    "upload backup install setup settings mode button type size member membership admin committee president leader " +
    "director chairman partner sponsor target goals strategy marketing campaign content creator influencer viral " +
    "trend delivery parcel courier tracking shipping postage pickup rider grab quality quantity limit limited edition " +
    "special maximum average end pause mission vision function feature features option options process progress " +
    "status stage step pass draw lead english maths science history chemistry physics biology seminar workshop camp " +
    "settle ok okay cun counter queue code barcode pin otp transfer hobby dream life love heart agent broker dealer " +
    "supplier vendor retail wholesale clean clear wash repair spare fare ferry taxi toll total subtotal amount fee " +
    "fees charge charges rate rates chart graph table figure section item outfit giveaway contest prize winner lucky " +
    "management department finance audit operations logistics production development developer engineer programmer " +
    "technician budgeting accounting venue date reference ref remark remarks attachment state states real lot care " +
    "case cases war kind oh hand mind control police force energy university human community further act fire art son " +
    "moment self board field space term land site position record period county industry sense view break present " +
    "gold interest king queen society original performance role bill ground relationship source value evidence " +
    "official stuff federal central forward range trade attention character chief cup property oil attack decision " +
    "release situation technology choice council cover election legal sign bed career modern army earth practice rule " +
    "rules sir success base mark risk ball box build district minister culture growth officer pain response standard " +
    "local major building education fans fan access light wind arm music nation effort normal general"
  ).split(" "),
);

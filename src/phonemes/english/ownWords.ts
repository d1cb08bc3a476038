import type { Lexicon } from "./lexicon.ts";

/*
 * Words and names that the lexicons lack and the network reads wrongly, as in General American dictionaries. They also
 * answer to endings: `Sean's`, `configs`.
 */
const CHAT = `
brr bɹˈɜɹ, grr ɡɹˈɜɹ, msg mˈɛsɪʤ, pls plˈiz, plz plˈiz, ppl pˈipᵊl, rly ɹˈɪli, shh ʃ
thx θˈæŋks, tsk tˈɪsk, ur jʊɹ, zzz z`;

const LOAN_WORDS = `
à ɑ, açaí ˌɑsɑˈi, crème kɹˈɛm, d'oeuvre dˈɜɹv, exposé ˌɛkspOzˈA, hors ˈɔɹ
jalapeño hˌɑləpˈAnjO, lamé lɑmˈA, pâté pɑtˈA, résumé ɹˈɛzəmˌA, rosé ɹOzˈA`;

const SCIENCE = `
amlodipine æmlˈOdəpˌin, omeprazole OmˈɛpɹəzˌOl, ozempic Ozˈɛmpɪk, ribonucleic ɹˌIbOnuklˈAɪk
sertraline sˈɜɹtɹəlˌin, tyrannosaurus təɹˌænəsˈɔɹəs, wegovy wəɡˈOvi`;

const COMPUTING = `
airbnb ˌɛɹbˌiˌɛnbˈi, backend bˈækˌɛnd, changelog ʧˈAnʤlˌɔɡ, config kˈɑnfɪɡ, ctrl kəntɹˈOl
cuda kˈudə, debian dˈɛbiən, defi dˈifI, ecma ˈɛkmə, devops dˈɛvˌɑps, emacs ˈimæks, enum ˈinʌm
frontend fɹˈʌntˌɛnd, inode ˈInˌOd, json ʤˈAsᵊn, jupyter ʤˈupəTəɹ, kubernetes kˌubəɹnˈɛTiz
kwargs kwˈɑɹɡz, lenovo lənˈOvO, memoization mˌɛmOɪzˈAʃən, monorepo mˈɑnOɹˌipO, nginx ˌɛnʤənˈɛks
numpy nˈʌmpˌI, postgre pˈOstɡɹə, postgres pˈOstɡɹɛs, pytorch pˈItˌɔɹʧ, qwen kwˈɛn, redis ɹˈɛdɪs
relu ɹˈɛlˌu, scipy sˈIpˌI, sqlite ˌɛskjˌuˌɛlˈIt, stderr stˌændəɹdˈɛɹəɹ, stdin stˌændəɹdˈɪn
stdout stˌændəɹdˈWt, systemd sˌɪstəmdˈi, varchar vˈɑɹkˌɑɹ, vite vˈit, wikipedia wˌɪkɪpˈidiə
yaml jˈæmᵊl`;

const BRANDS = `
adidas ədˈidəs, asus ˈAsˌus, bulgari bˈʊlɡəɹi, chandon ʃɑndˈɔn, chanel ʃənˈɛl, givenchy ʒivɑnʃˈi
hermès ɛɹmˈɛz, huawei wˈɑwˌA, hyundai hˈʌndA, ikea Ikˈiə, l'oréal lˌɔɹiˈæl, lancôme lɑnkˈOm
laurent lɔɹˈɑn, mazda mˈɑzdə, moët mOˈɛt, peugeot pjˈuʒO, porsche pˈɔɹʃə, renault ɹənˈO
subaru sˈubəɹˌu, tiktok tˈɪktˌɑk, uber ˈubəɹ, versace vəɹsˈɑʧi, whatsapp wˈʌtsˌæp, xiaomi ʃˈWmi`;

const NAMES = `
abdullah æbdˈʌlə, affleck ˈæflɛk, ahmed ˈɑməd, aires ˈɛɹiz, aisha ɑˈiʃə, alejandro ˌɑləhˈɑndɹO
allende ɑjˈɛndA, amanda əmˈændə, anjali ˈʌnʤəli, aoife ˈifə, austen ˈɔstən, ava ˈAvə, aviv əvˈiv
barack bəɹˈɑk, beethoven bˈAtˌOvən, benoît bənwˈɑ, beyonce biˈɑnsA, birmingham bˈɜɹmɪŋhˌæm
bogotá bˌOɡətˈɑ, bolsonaro bˌOlsənˈɑɹO, borges bˈɔɹhɛs, buenos bwˈAnəs, buscemi busˈɛmi
camila kəmˈilə, catherine kˈæθɹɪn, cezanne sAzˈæn, chalamet ʃˈæləmA, chavez ʧˈɑvɛz
chekhov ʧˈɛkɔf, chiara kiˈɑɹə, chloe klˈOi, chloé klˈOi, christine kɹɪstˈin
copernicus kəpˈɜɹnəkəs, cruz kɹˈuz, danielle dænjˈɛl, debussy dˌAbjusˈi, deepak dˈipək
deng dˈʌŋ, denise dənˈis, diego diˈAɡO, djokovic ʤˈOkəvɪʧ, dmitri dəmˈitɹi, donald dˈɑnᵊld
doncic dˈɑnʧɪʧ, dorothy dˈɔɹəθi, dostoevsky dˌɔstəjˈɛfski, dubois dubwˈɑ, dylan dˈɪlən
eleanor ˈɛlənˌɔɹ, enrique ɛnɹˈikA, eoin ˈOən, ephesians əfˈiʒənz, erdogan ˈɛɹdəwɑn
etienne ˌAtiˈɛn, euler ˈYləɹ, federer fˈɛdəɹəɹ, ferrari fəɹˈɑɹi, fitzgerald fɪtsʤˈɛɹᵊld
fitzpatrick fɪtspˈætɹɪk, fontaine fɑntˈAn, francesca fɹænʧˈɛskə, françois fɹɑnswˈɑ, freud fɹˈYd
gandhi ɡˈɑndi, genghis ʤˈɛŋɡɪs, giovanni ʤˌiəvˈɑni, girard ʤəɹˈɑɹd, giuseppe ʤəsˈɛpi
godard ɡOdˈɑɹ, goebbels ɡˈɜɹbᵊlz, goethe ɡˈɜɹtə, gogh ɡˈO, gonzalez ɡənzˈɑlɛz
gorbachev ɡˈɔɹbəʧˌɔf, guevara ɡəvˈɑɹə, guillaume ɡijˈOm, guillermo ɡijˈɛɹmO, gutierrez ɡutjˈɛɹɛz
gyllenhaal ʤˈɪlənhˌɔl, hassan həsˈɑn, hegel hˈAɡəl, heinrich hˈInɹɪk, hermione həɹmˈIəni
hernandez həɹnˈændɛz, ibrahim ˈɪbɹəhˌim, ibrahimovic ˌɪbɹəhˈimOvɪʧ, ingrid ˈɪŋɡɹɪd
jacqueline ʤˈækwəlɪn, jacques ʒˈɑk, janeiro ʒənˈɛɹO, javier hˌɑviˈɛɹ, jiménez himˈɛnɛz
jinping ʤˌɪnpˈɪŋ, jokic jˈOkɪʧ, jorge hˈɔɹhA, jose hOzˈA, jürgen jˈɜɹɡən, kafka kˈɑfkə
kanye kˈɑnjA, katherine kˈæθɹɪn, kathleen kæθlˈin, khalid kɑlˈid, khrushchev kɹˈusʧɛf
kishida kɪʃˈidə, klein klˈIn, knuth kənˈuθ, laozi lˌWdzˈə, laplace ləplˈɑs, leah lˈiə
leclerc ləklˈɛɹ, lefebvre ləfˈɛv, leibniz lˈIbnɪts, luis luˈis, lyon liˈɔn, mahathir məhˈɑtɪɹ
maier mˈIəɹ, marie məɹˈi, matteo mətˈAO, mbappé əmbɑpˈA, mcconaughey məkˈɑnəhˌA
mcintyre mˈækəntˌIəɹ, michelle mɪʃˈɛl, miguel mɪɡˈɛl, mikhail mˌikɑˈil, modric mˈOdɹɪʧ
mohammed mOhˈɑməd, moines mˈYn, monet mOnˈA, moreau mɔɹˈO, mozart mˈOtsɑɹt, mugabe muɡˈɑbi
muñoz munjˈOz, nadal nədˈɑl, nadella nədˈɛlə, natalie nˈæTəli, natasha nətˈɑʃə, nathan nˈAθən
nehru nˈAɹu, netanyahu nˌɛtənjˈɑhu, nguyen wˈɪn, niamh nˈiv, nicole nɪkˈOl, o'brien ObɹˈIən
o'connor Okˈɑnəɹ, o'neill Onˈil, o'reilly OɹˈIli, o'sullivan Osˈʌləvən, olivia əlˈɪviə
ortiz ɔɹtˈiz, padraig pˈɔdɹɪɡ, pamela pˈæmələ, patricia pətɹˈɪʃə, paulo pˈWlO, pedro pˈAdɹO
peña pˈAnjə, pham fˈɑm, pichai pɪʧˈI, pinochet pˈinOʃˌA, priya pɹˈiə, proust pɹˈust
putin pˈutən, rachmaninoff ɹɑkmˈɑnənˌɔf, ramirez ɹəmˈiɹɛz, reagan ɹˈAɡən, reyes ɹˈAəs
ricci ɹˈiʧi, rihanna ɹiˈɑnə, rivera ɹɪvˈɛɹə, rodriguez ɹɑdɹˈiɡɛz, ronald ɹˈɑnᵊld
roosevelt ɹˈOzəvˌɛlt, rousseau ɹusˈO, russell ɹˈʌsəl, russo ɹˈusO, sanchez sˈænʧɛz
sanjay sˈʌnʤA, saoirse sˈɜɹʃə, sara sˈɛɹə, sartre sˈɑɹtɹə, schneider ʃnˈIdəɹ, scholz ʃˈOlts
scorsese skɔɹsˈAzi, seamus ʃˈAməs, sean ʃˈɔn, serena səɹˈinə, sergei sˈɛɹɡA, shakira ʃəkˈiɹə
sinead ʃənˈAd, siobhan ʃəvˈɔn, stalin stˈɑlən, sunak sˈunæk, tchaikovsky ʧIkˈɔfski
teresa təɹˈisə, theresa təɹˈisə, theron θˈɛɹən, tolstoy tˈOlstY, torres tˈɔɹəs, trudeau tɹudˈO
tutankhamun tˌutɑnkˈɑmən, villeneuve vilnˈʌv, vivaldi vɪvˈɑldi, wang wˈɑŋ, xi'an ʃˌiˈɑn
xiao ʃˈW, xiaoping ʃˌWpˈɪŋ, ximena himˈAnə, yusuf jˈusəf, zainab zˈInɑb, zedong zədˈɔŋ
zendaya zəndˈAə, zhang ʤˈɑŋ, zhao ʤˈW, zidane zɪdˈɑn, zoe zˈOi`;

const OWN_WORDS: ReadonlyMap<string, string> = new Map(
  [CHAT, LOAN_WORDS, SCIENCE, COMPUTING, BRANDS, NAMES].flatMap((list) =>
    list.split(/,\s|\n/).flatMap((pair) => {
      const [word, symbols] = pair.split(" ");
      return word && symbols ? [[word, symbols] as const] : [];
    }),
  ),
);

export const ownLexicon: Lexicon = (word) => OWN_WORDS.get(word);

/** Initialisms that are also written in small letters. */
export const SPELLED_WORDS: ReadonlySet<string> = new Set(
  "aka api ceo cfo cli diy faq fyi idc ide idk iirc ikr imo irl omg qa seo ui ux vip".split(" "),
);

/** First parts of compounds that sound different as single words, or are not words. */
export const PREFIXES: ReadonlyMap<string, string> = new Map([
  ["co", "kˈO"],
  ["de", "dˈi"],
  ["non", "nˈɑn"],
  ["re", "ɹˈi"],
  ["un", "ˈʌn"],
]);

/**
 * Malay and Indonesian stems that the rules of `taling.ts` would read wrongly. A taling `e` is written `é`, a pepet `e` is
 * written `e`.
 */
const STEMS = (
  "améba amérika anéka artikel aznéka bahtéra bébas bébal béca béda béla bélasungkawa belon bendéra béndi bérang béta béza " +
  "bonéka célah célcius cerpén cétak cékik cédok dékad démo désa déwa déwan déwasa déwata déwi éja ékar ékonomi " +
  "éksprés éla élak élau élaun élit énak épal épik ésa ései étnik éjen éropah énjin fébruari féri gélatin génerasi " +
  "génetik geréja gésa géran haléja hébat héboh héktar héla hélah hémah hémat héran hérba hérdik héwan " +
  "hémisfera indonésia inggeris istiméwa jaket jéla jéran jérman jéti jéli jénéral kafé kaméra kecéwa kéju " +
  "kéla kémah keméja keréta koléksi konsért kuétiau lébar lébai léga léjar léka léla lémpar léna lépak lérét létrik léwat " +
  "ménu méja mékar mélodi mémang mémori méntal mérah merdéka méwah médan média médik médal mésin mésra méter métrik " +
  "métro negeri nékad nékat nénas nukléus paméran pédal péna pénalti pénsél pésta péstisid pétak " +
  "pérmit pérsonal prasekolah prémis présidén pusaréka rédha réda régim régu réhat réka rékah rékod réla rémang rénda réntas " +
  "répot réput réspons résipi réstoran réstu rétak réwang rébana rezeki sébar séka selésa seléra sémak seméster sénat sénior sénsor " +
  "sépak séntimen séntral sepéda sérban séramik sérius sési setém séwa séks séksyén séktor stésén subtéma sukaréla " +
  "sukarélawan tébar téga tékad témbak témbikar temerloh téwas tékun téma ténis ténder téori térapi térma términal térés " +
  "téknik téknikal téks téksi tékstil téléfon télévisyén tetikus véktor vérsi zaléha zébra"
).split(" ");

/** The stems by their spelling, each with its taling marked. */
export const TALING_STEMS: ReadonlyMap<string, string> = new Map(
  STEMS.map((stem) => [stem.replaceAll("é", "e"), stem]),
);

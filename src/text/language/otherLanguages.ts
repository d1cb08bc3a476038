/**
 * Frequent words of French, Spanish, Portuguese, Italian, German, Dutch, Swedish and others that are neither English nor Malay
 * words nor parts of well-known names.
 */
export const OTHER: ReadonlySet<string> = new Set(
  (
    "une dans avec mais sont nous vous ils elle elles cette ces leur du sommes avons avez était qui que quoi " +
    "très bonjour merci oui aussi chez ans heures jours depuis entre tous faire una unos unas pero por porque " +
    "tengo tiene tienen está están soy eres somos muy más años días horas hoy mañana gracias hola este esta estos " +
    "estas cuando donde hasta desde también nosotros ellos não são você tenho tem temos muito anos dias obrigado " +
    "isso aos pelo pela gli della delle nel nella che sono abbiamo hanno anche molto questo questa anni giorni " +
    "oggi grazie ciao perché siamo ich wir ihr und oder aber nicht ist sind habe haben der ein eine einen einem einer " +
    "mit auf für von zu zum zur bei nach über unter wenn weil auch noch sehr jahre tage uhr heute morgen danke guten " +
    "kostet wurde werden kann het een niet zijn voor maar ook wij heb heeft jaar dagen vandaag och är jag har inte på " +
    "från le el il los las alle hier cuesta ieri się jestem nie czy bir benim için değil mga mayroon akong egy nem " +
    "hogy minulla sinulla hän être fait ça voilà peu trois deux quatre cinq huit tres cuatro cinco ocho diez quattro " +
    "cinque zwei drei vier fünf zehn quando lunes jueves viernes lundi mardi jeudi vendredi montag freitag uns"
  ).split(" "),
);

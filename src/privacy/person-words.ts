/* What people are called, and the words that announce a name in a sentence. Free text is best effort: no list holds all names. */

const WORD = "\\p{Lu}[\\p{L}'’-]{0,24}\\p{Ll}";
const NEXT = `(?: (?:van|von|de|der|den|la|di|da|del|dos))*? (?:${WORD}|\\p{Lu}\\.)`;

/** One to four capitalised words, with initials and particles between them. */
export const PERSON_SEQUENCE = `${WORD}(?:${NEXT}){0,3}`;
/** The same, two words at least. */
export const FULL_NAME = `${WORD}(?:${NEXT}){1,3}`;

/** Common first names that are not also everyday words. */
const FIRST_NAMES =
  'Jane|John|James|Robert|Michael|David|William|Thomas|Daniel|Andrew|Kevin|Mary|Jennifer|Linda|Elizabeth|Susan|Sarah|Karen|Lisa|Emily|Emma|Alice|Laura|Julia|Anna|Maria|Marie|Erika|Hans|Peter|Stefan|Andreas|Lukas|Paul|Pierre|Jean|Sophie|Claire|Jos[eé]|Juan|Carlos|Luis|Ana|Carmen|Luc[ií]a|Marco|Mario|Luca|Giulia|Jan|Piotr|Katarzyna|Agnieszka|Pieter|Sanne|Lars|Sven|Ahmed|Mohammed|Fatima';

/** After these, one capitalised word is a name. First letters that may be of either case are left out. */
const INTRODUCTIONS =
  "y name is|ch hei(?:ß|ss)e|ein Name ist|e m['’]appelle|e llamo|i chiamo|azywam się|k heet|(?:M[oi]n|ijn|eu|i) (?:nom est|naam is|nome é)|ag heter|eg hedder|(?:igned|ogged) in as|\\b(?:M(?:rs?|s|me|lle)?|Dr|Prof|Sra?|Sig)\\.|\\b(?:Mr|Mrs|Ms|Sig\\.ra|Herrn?|Frau|Monsieur|Madame|Mme|Señora?|Signora?|Pani?|[Mm]evrouw|[Mm]eneer)";

const GREETINGS = '\\b(?:Hi|Hello|Hey|Dear|Hallo|Lieber?|Bonjour|Chère?|Hola|Ciao|Cześć|Beste|(?:Welcome(?: back)?|Thanks)(?=,))';

/** After these, two capitalised words are a name. */
const MENTIONS = `${GREETINGS}|I am|I['’]m|ch bin|e suis|egards|ordialement|aludos|incerely|rüßen?|ssigned to|(?:nvited|igned|reated|osted|hared|ritten|ploaded|pproved|ent) by|essage from|hat with|all with|\\b(?:patient|customer|cliente?|user|usuario|utente)`;

/** Words that make a capitalised phrase something else than a person. */
export const NOT_A_PERSON =
  /(?:^| )(?:World|There|Team|All|Everyone|Welt|Mundo|Customer|Back|User|Guest|Kunde|Support|Service|Agent|Bot|Assistant|Cloud|Inc|GmbH|Ltd|Corp|AG|Page|Settings|Account|Mode|Pl[au][ns]|Chat|Button|App|Street|Sir|Error|Store|Chrome|Success|Story|Users|Institute|University|Collection|Name)(?: |$)/;

/** Each keeps its first group and masks the rest; the last one wants the end of a greeting behind it. */
export const NAMES_IN_TEXT: readonly string[] = [
  `((?:${INTRODUCTIONS}) (?:(?:Dr|Prof)\\.? )*)${PERSON_SEQUENCE}`,
  `((?:${MENTIONS})[:,]? )${FULL_NAME}`,
  `((?:^|[^\\p{L}\\d_/.-]))(?:${FIRST_NAMES})(?:${NEXT}){1,3}`,
  `(${GREETINGS},? )${WORD}(?=\\s?[,!])`,
];

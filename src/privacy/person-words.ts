/* What people are called, and the words that announce a name in a sentence. Free text is best effort: no list holds all names. */

/** Whom a name belongs to. Accents do not count in keys: `empfänger` is `empfanger`. */
export const PERSON =
  '(?:(?:user|customer|client|contact|person|member|employee|patient|guest|sender|recipient|author|owner|assignee|invitee|attendee|participant|reporter|approver|creator|applicant|candidate|student|teacher|passenger|travell?er|buyer|seller|payee|visitor|subscriber|receiver|beneficiary|payer|(?:card)?holder|delegate|speaker|reviewer|signatory|your|spouse|doctor|legal|maiden|traits|set)s?|(?:assign|invit|creat|sent|review|approv|sign)(?:ed)? (?:by|to)|(?:(?:be)?nutzer|mitarbeiter|empf|patient|titula|kayttaj|uzivatel|teilnehm|absend|kund|klient|client|utilisat|destinatai?r|usuari|emplead|titular|utente|uzytkown|odbiorc|klant|gebruik|anvandar|brug|bruk)\\S*)';

/** How a key says "name". */
export const NAME = '(?:naa?m\\S{0,2}|nome?s?|navne?|nombres?|nazwa|imie|nimi|nume)';

export const WORD = "\\p{Lu}[\\p{L}'’-]{0,24}\\p{Ll}";

/** One to four capitalised words, with initials and particles between them, none of them a word that makes it something else than a person. */
export const PERSON_SEQUENCE = `(?!(?:${WORD} )?(?:World|Welt|There|Team|Customer|Back|User|Support|Bot|Page|Mundo|Sir|Madam|Dam|Google|Name|Click|Kunde|Kitty|Everyone|All|Assistant|Not|Sorry|I[nt]\\b))${WORD}(?:(?:[ +]\\p{Ll}{2,3})*[ +](?:${WORD}|\\p{Lu}\\.)){0,3}`;

/** Behind these, capitalised words are a name: greetings, introductions, titles, and the end of a letter. */
export const ANNOUNCED =
  "(?:H(?:i|ey|[ae]llo|oi|ej|ei)|Dear|Lieber|Bonjour|Salut|Ch[eè]re?|Hola|Estimad[oa]|Ol[aá]|Ciao|Gentile|Cześć|(?:Beste|Liebe|Car[oa])(?= [^,\\n]{2,30},)|(?:back|Welcome|Willkommen|Bienvenue|Thanks),|[Mm](?:y|ein|on|io?|ijn|itt?|eu) (?:n?[Nn]?ame|nom|nombre|nome|naam|namn|navn) (?:ist?|est?|er|är|[eéè])|heiße|\\p{L}'appelle|llamo|chiamo|chamo-me|się|imię|heet|heter|hedder|adım|soy|I am|I'm|bin|suis|M(?:r|s|rs|iss|me|lle)|Dr|Prof|Sra?|Herrn?|Hr|Frau|Fru|Monsieur|Madame|Señora?|Signora?|Sig(?:\\.ra)?|Dott(?:\\.ssa)?|Senhora?|Pani?e?|pane|[Mm]evrouw|[Mm]eneer|heer|Dhr|Sayın|(?:\\p{L}{0,4}ards|Sincerely|Signed|[Cc]ordialement|Grüßen?|Gruß|[Ss]aludos?|[Ss]aluti|Pozdrawiam|[Gg]roet(?:en)?)(?=[,\\n])|[Kk]unde|in as|(?:jestem|[Ii]k ben|(?:angemeldet|eingeloggt|ingelogd) als|tant que|Profil (?:von|de))(?= \\S+ \\p{Lu})|\\p{L}{0,4}igned to|(?:Chat|Conversation|Call) with|Profile of|\\p{L}{1,12}ed by(?= \\S+ \\p{Lu}))";

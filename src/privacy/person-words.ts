/* What people are called, and the words that announce a name in a sentence. Free text is best effort: no list holds all names. */

export const WORD = "\\p{Lu}[\\p{L}'’-]{0,24}\\p{Ll}";

/** One to four capitalised words, with initials and particles between them, none of them a word that makes it something else than a person. */
export const PERSON_SEQUENCE = `(?!\\P{Lu}*(?:\\p{Lu}\\P{Lu}* )?(?:World|There|Team|Customer|Back|User|Support|Bot|Page|Mundo|Sir|Google|Name|Click|Kunde))${WORD}(?:(?:[ +]\\p{Ll}{2,3})*[ +](?:${WORD}|\\p{Lu}\\.)){0,3}`;

/** Behind these, capitalised words are a name. */
export const NAME_IN_TEXT = `(?=\\p{Lu})(?<=(?:Hi|Hello|Dear|Hallo|Bonjour|Hola|Ciao|back,|Thanks,|ame ist?|eiße|appelle|llamo|chiamo|się|heet|M(?:r|s|rs)|Dr|Prof|Sra?|Herrn?|Frau|Monsieur|Madame|Señora?|Signora?|Pani?|I am|bin|suis|ards|ement|üße|in as|ed by|igned to|Chat with)[.,:]? )${PERSON_SEQUENCE}`;

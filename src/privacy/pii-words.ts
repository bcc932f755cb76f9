import {ANNOUNCED, NAME, PERSON, PERSON_SEQUENCE, WORD} from './person-words.js';

/*
 * The guard's vocabulary, as data: a chunk of its own in pages, always loaded with the guard. Keys are judged as lower-case words without
 * accents, one space between two. English, German, French, Spanish, Italian, Polish and Dutch, with some Portuguese, Nordic, Czech and Turkish.
 */

/** A secret gives itself away in a sentence: digits or signs. */
const SIGNED = /^(?=\S*(?:[\d#$%^*+]|!\S))[^\s,;&"'<>()[]{3,}[^\s,;&"'<>().!?]/;

/** Class, the words of its keys, what a whole value of it looks like, and how far one reaches in a sentence, if not alike. */
export type KeyRow = readonly [kind: string, words: RegExp | string, whole: RegExp, inText?: RegExp];

export const KEY_ROWS: readonly KeyRow[] = [
  // Harmless, however it ends.
  ['', /design token|\S*placeholder/, /(?!)/],
  [
    'phone',
    /\S*(?:phone|tele[fp]|fono|handy|mobi|cellul|celul|komork|puhelin|telemov)\S*|tel|gsm|cell|rufnum\S*|msisdn|movil|portable|fax|whats ?app|m(?:y|i[oa]?|on|oj|eine?|ijn) num(?:ber|m?ero?)|(?:call|ring|ruf(?:en|t)?|bel|llam\S*|appel\S*|chiam\S*|\S*dzwon\S*|(?:text|reach) me)(?: m\S+)?(?: an)?(?: [aopu]\S{1,4})?(?: numer)?/,
    /^[+(]{0,2}\d(?:[\s()./–-]{0,3}\d){5,14}/,
  ],
  [
    'id',
    /\S*(?:iban|card(?!h)|kart(?!eni)|steuer|versich|ausweis|pas[sz]?[ae]?po|isepass|fue?hrersch|geburts?[dtjo]|kontonum|personnum|person(?:al)? ?id|f[oø]d[es]|syntym|bankverb|rekeningn|tarjeta|medicare|henkilo|burgerserv|rijksreg|insurance|social sec|fiscal|secu\S* social|segur\S* social)\S*|konto|c[vs][cv]\d?|otp|[ps]in|tan|ssn|(?:security|tax|vat|national) (?:id|n|code)\S*|tin|insee|nss|cif|partita iva|emso|jmbg|cc|tessera \S+|cartao \S+|bank account|account n\S+|(?:sort|card) code|routing n\S+|n\S+ (?:secu|cuenta|compte|conto|konta)|cart[ae] \S+|nascim\S+|datum nar\S+|itin|licen[cs]e|permi[st]\S*|permis de conduire|rijbewijs|patente|ident\S+|pesel|nip|regon|dowod\S*(?: \S+)?|bsn|dni|ni[er]|nif|nuss|cpf|cnpj?|rg|cpr|hetu|egn|oib|curp|rut|cui[tl]|tck?n|kimlik|aadhaar|tfn|nhs|nino|svn?r|ah?v[sn]?|cni|cf|rodne cislo|dob|birth ?\S*|(?:born|geb(?:oren)?|nee? le|nacid[oa]|nat[oa]|urodzon\S*)(?: (?:on|am|el|il))?|(?:your|ihr|dein|votre|ton|tuo|tu|su|uw|je|twoj) (?:\S+ )?(?:kod|co(?:de|dice|digo))|\S*gungscode|nacimiento|naissance|nascita|urodzenia|geboorte\S*|(?:verif\S*|factor|2fa|mfa|sms|reset|recovery|backup|login|access|confirm\S*|activation) code|id n\S+/,
    /^(?=(?:\D{0,12}\d){3})[\p{L}\d][\p{L}\d ./:<+*-]{2,42}/u,
    /^(?=(?:\D{0,12}\d){3})[\p{Lu}\d][\p{Lu}\d ./:<+*-]{2,42}(?![\p{L}\d])/u,
  ],
  [
    'ip',
    /(?:client|remote|user|host|real)?ips?|(?:ip|mac|remote|peer) ?ad\S*|ipv\d|dns|host|forwarded for/,
    /^(?:[\da-f]*(?:[.:]+[\da-f]+){2,7}|::1)/i,
    /^\d+(?:\.\d+){3}(?![\w.])/,
  ],
  [
    'name',
    `(?:[fl]|first|last|full|second|given|family|familien?|sur|middle|nick|login|display|preferred|real|billing|vor|nach|zu|ruf|geburts|anzeige|voor|achter|for|fore|efter|etter|mell\\S+|etu|suku|${PERSON}(?: (?:properties|data|profile|\\d+))*) ?${NAME}|${NAME} (?:d\\S+ )?(?:${PERSON}|fam\\S+|comp\\S+|first|last|usage|on card)|(?:${PERSON}|name) (?:first|last)|pren[ou]me?|nick|tussenvoegsel|\\S*jmeno|(?:kereszt|vezetek)nev|\\S*apel+ido\\S*|\\S*cogn?ome|sobrenome|imie|nazwisko|prijmeni|kullan\\S* ad\\S|soyad\\S*|(?:card|account) ?holder|\\S+(?:inhaber|houder)|ansprechpartner|(?:re)?mit+ente|intestatario`,
    /^.*\p{L}.*/u,
    new RegExp('^' + PERSON_SEQUENCE, 'u'),
  ],
  [
    'address',
    /(?:\S*(?:add?ress?e?|adresa?|street|stra(?:ss|ß)e|straat(?:naam)?|gatan?|post ?code|zip(?: ?code)?|plz))(?: name| line)?\d?|anschrift|direccion|indirizzo|endereco|morada|domicilio|rue|calle|ulica|rua|co\S+ ?postal\S*|postal|kod pocztowy|cap|cep|psc|post\S+mer\S*|posta kodu|postleitzahl|osoite|ulice|utca|(?:house|haus|huis) ?n\S+|apartment|nr domu/,
    /^(?=[\p{Lu}\d])(?=.*?\d|\p{Lu}\p{Ll})[^\n;|"<>=:]{2,80}/u,
  ],
  [
    'position',
    /l(?:at|ng|ong?)|lat ?l\S+|geoloc\S*|ubicacion|\S*l(?:at|ong)itud\S*|(?:br|l)\S+gra+d|geo|gps|coord\S*|center|location|standort/,
    /^-?\d+[.,]\d\d[^a-z&]*/i,
  ],
  [
    'secret',
    /\S*(?:pass?w?(?:or[dt]|d|phrase|code)|pwd|kennwort|losenord)|mot ?(?:de ?)?passe|mdp|contrasena|clave|senha|haslo|hasło|adgangskode|salasana|jelszo|heslo|credentials|wachtwoord|parola|sifre|(?:security|secret) answer/,
    /^[^]+/,
    SIGNED,
  ],
  [
    'secret',
    /\S*(?:secret|token|auth|sess(?:ion)?id)|(?:api|private|access|session|secret|ssh|encrypt\S*|signing|license) ?key|jwt|pass|bearer|authorization|cookie|sid|sig(?:nature)?/,
    /^(?=.*\d|\S*[A-Z]{2}).{4,}/,
    SIGNED,
  ],
  [
    'name',
    `${PERSON}|(?!sort|order|group|filter)\\S+ by|alias|from|to|nome?|naam|nombres?`,
    new RegExp('^(?=.*[ +])' + PERSON_SEQUENCE, 'u'),
  ],
];

/** Words that may follow the telling one without changing what the value is. */
export const NEUTRAL =
  '\\d+|value|input|confirm\\S*|n[oru]\\S*|code|id|key|actu[ae]l|attuale|nuev[oa]|livraison|postale|dostawy|envio|empresa|komorkow[ya]|movil|factur\\S*|spedizione|zamieszkania|fatura';

/** The last of the rows whose words may stand right before a number: `PESEL 44051401359`. */
export const LAST_NUMBER = 4;

/** What stands before a match that nothing else announces: no letter, digit, or sign that an id or a number goes on with. */
const APART = '(?:^|[^\\p{L}\\d_.-])';

const STREET_NAME = `(?: \\p{Ll}+){0,3} (?:\\p{Ll}['’])?${WORD}(?:[ -]${WORD}){0,3}`;

/** Where the number stands first, and where it stands last. */
const FRENCH = `(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Bb]d|[Pp]lace|[Ii]mpasse|[Cc]hemin|[Aa]llée|[Qq]uai)${STREET_NAME}`;
const SOUTHERN = `(?:[Rr]ue|[Cc]alle|C/|[Aa]venida|Avda\\.|Av\\.|Paseo|Plaza|[Vv]ia|Viale|Corso|Piazza|(?:[ua]l|os|pl)\\.|[Uu]lica|Rua)(?! E?-?[Mm]ail| Google| Hotel)${STREET_NAME}`;

/** Classes, their patterns, and what must stand before one; what an earlier one takes, no later one sees. */
export const PATTERNS: readonly (readonly [
  before: RegExp | string,
  rows: readonly (readonly [kind: string, pattern: RegExp | string])[],
])[] = [
  // Users of an address, tokens of a path, credentials of a header, the content of a data URL.
  [/:\/\//, [['secret', /[^\s/?#@"'<>]+(?=@)/]]],
  [
    /\/(?:reset|verify|activate|invite|magic|confirm)[\w-]*\//,
    [['secret', /(?=[\w.~=-]*\d)(?!(?:[a-z]{3,}-)+\d{0,4}(?![\w-]))[\w.~=-]{8,}/]],
  ],
  [/\/services\/(?=T\w+\/B)/, [['secret', /[\w/]{8,}/]]],
  [/(?:[Bb]earer|[Bb]asic) /, [['secret', /(?=\S*[\d=])[\w.~+/=-]{6,}/]]],
  [/data:(?:text|app)[\w/+;=-]{0,40},/, [['secret', /[\w+/=-]{9,}/]]],
  // Home directories.
  [/\/home\//, [['name', /[\w.-]{1,40}(?=\/\S*(?:\/\.|\.(?:[cm]?[jt]sx?|py|rb|json|log|csv)\b))/]]],
  [/[\\/]Users[\\/]{1,2}|[( /]\/home\//, [['name', /(?!runner)[^\\/:"'<>()]{1,40}(?=[\\/])/]]],
  // Names that a sentence or a form announces.
  [`${APART}(?:${ANNOUNCED}[.,:]?\\s{1,2}){1,3}|(?:^|[\\n,;] ?)Name: (?=\\S+ \\p{Lu})`, [['name', PERSON_SEQUENCE]]],
  [
    APART,
    [
      // Versions, UUID, hash and ULID stay, whatever they look like.
      ['', /(?:v|\p{L}*ersion |\p{L}+\/)\d+(?:\.\d+){2,}|(?:matrix|scale|translate)\w*\([^)]*|\d\d?\/\d\d?\/\d{2,4}[ \d:.]*/u],
      ['', /[\da-f-]{25,}|[\dA-F]{32,}|\d[\dA-Z]{25}/],
      // Keys of well-known services.
      [
        'secret',
        /-----BEGIN [^]*|eyJ[\w-]{5,}\.[\w.-]+|(?:(?:[srp]k|gh\w|xox\w|npm|hf|ph[xs]|pypi|dop_v1|whsec|shp\w+|\w*pat)[-_]|SG\.|ya29\.|EAA|A[KS]IA|AIza|\d{8,10}:AA)[\w.-]{12,}/,
      ],
      [
        'email',
        /(?!git@)[\p{L}\d_][\p{L}\d._+'’-]{0,63}(?:(?:@|&#64;)(?!\dx|\d+\.\d)| ?[([]at[)\]] ?)(?:[\p{L}\d-]{1,63}(?:\.| ?[([]dot[)\]] ?)){1,8}(?!svg)\p{L}{2,24}/u,
      ],
      // IBANs and payment cards, if their check digits fit.
      [
        'account',
        /[A-Z]{2}\d\d(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,3})?|[a-z]{2}\d\d(?: ?[a-z\d]{4}){3,7}(?: ?[a-z\d]{1,3})?|[2-6]\d{3}(?:[ .-]?\d){10,12}/,
      ],
      [
        'ip',
        /(?=\S{0,39}::|(?:\w+:){7})(?=\S{0,9}[\da-f]{3})(?:[\da-f]{0,4}:){2,7}[\da-f.]{1,15}|(?!127|0)(?=10\.|[\d.]*(?:\d{3}|\d\d\.[\d.]*\d\d))[12]?\d?\d(?:\.[12]?\d?\d){3}(?!\.)/,
      ],
      [
        'id',
        /\d{3}-\d\d-\d{4}|[A-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D]|[XYZ\d]-?\d{7}-?[A-Z]|[A-Za-z]{6}\d\d[A-Za-z]\d\d[A-Za-z]\d{3}[A-Za-z]|[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z\d]\d|\d{2,3}(?:\.\d{2,4}){2}[-.][\d.]{2,6}|(?:\d\d[01]\d[0-3]\d|[0-3]\d[01]\d\d\d)[-+A]\d{3}[\dA-Y]|[12] ?\d\d ?[01]\d ?\d[\dAB] ?\d{3} ?\d{3} ?\d\d|\d{6}(?:19|20)\d\d[01]\d[0-3]\d{4}[\dX]|\d\d ?\d{6} ?[A-Z] ?\d{3}/,
      ],
      ['name', `${WORD}(?: [\\p{L}'’-]{2,24}){1,3}(?= <\\S{1,64}@[^\\s>]{1,64}\\.)`],
      ['name', `(?!Agent)${WORD} ${WORD}(?='s profile| (?:invited|mentioned|replied))`],
      ['position', /-?[1-9]\d?\.\d{4,18}[,;/ ] ?-?\d{1,3}\.\d{4,18}|(?=[\d.]{1,12}°)\d[\d.°'′’″" ]{2,20}[NSEWO]/],
      [
        'address',
        `(?:(?:(?:${WORD}[ -]){0,2}(?!Sitz|Park|Arbeit|Stell|Hin)\\p{L}*?(?:[Ss]tr(?:a(?:ß|ss)e|\\.)|\\p{L}(?:weg|gasse|platz|straat|gracht|laan|plein|gatan?|gade|vej|damm|väg(?:en)?|katu)|[Aa]llee)|${WORD} Gasse|(?:Am|An der|Unter den) (?!\\p{L}*(?:tag|mber|nde|itze) )${WORD}) \\d{1,4}[a-z]?|\\d{1,4}(?: bis)?,? ${FRENCH}|(?:${SOUTHERN}|Gran Vía),? \\d{1,4}(?:/\\d+)?|\\d{1,5}[A-Z]? (?!The|Hour|Wheel)(?:${WORD} ){1,2}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Way|Blvd|Square|Terrace|Court|Close)|P\\.?O\\.? Box \\d+|Postfach [\\d ]+\\d)(?:, [A-Z-]{0,2}\\d{4,5}(?= \\p{Lu}))?`,
      ],
      [
        'phone',
        /\+\(?\d(?:[ +.()/–-]{0,3}\d){8,13}|\(\+?\d[\d ]{0,5}\)[ -]?\d(?:[ -]?\d){5,9}|0(?!\d-\d\d-)\d{0,4}[ /–-]{1,3}\d(?:[ -]?\d){5,9}|(?:1-)?[2-9]\d\d-\d{3}-\d{4}/,
      ],
    ],
  ],
];

/*
 * The words that keys are judged by: lower case, without accents, one space between two words. English, German, French, Spanish,
 * Italian, Polish and Dutch, with some Portuguese, Nordic and Czech; a star stands for any ending or beginning.
 */

const NAME = 'na?[ao]m[en]?s?|nombres?|navn|jmeno|nazwa|imie';

const PERSON =
  '(?:user|customer|client|contact|person|member|employee|patient|student|guest|passenger|buyer|sender|recipient|author|owner|assignee|participant|visitor|holder|kunden?|nutzer|benutzer|mitarbeiter|absender|empfanger|utilisateur|cliente|usuario|utente|klienta?|uzytkownika?|bruger|anvandar|gebruiker|klant|traits|set)s?';

/**
 * What a key's last words say about its value, the longest phrase first. `name?` needs a value that looks like a
 * person, `secret` one that looks like a secret; the others are taken at their word. The empty kind is harmless.
 */
export const KEY_WORDS: readonly (readonly [kind: string, words: string])[] = [
  ['', '(?:design|color|css|theme|page|cursor) token|(?:memory|wallet|web) address|(?:device|app|os) phone|screen name|ticket'],
  ['email', '*mail(?: ?ad*)?|courriel|correo|e ?post'],
  [
    'phone',
    '*phones?|*tele?fo*|tel|mobi?[el]*|movil|handy*|portable|gsm|cell*|celular|fax|whats ?app|komork*|msisdn|*rufnummer|telemovel|call(?: me at)?',
  ],
  ['ip', '(?:client|remote|user)?ips?|i ?pv ?[46]|ip ?ad*|(?:remote|client) ?addr*|forwarded for'],
  ['iban', 'iban|konto ?n*|(?:bank )?account (?:number|no)|bank ?account|rekening*|cuenta|nr konta'],
  ['card', '*card(?: ?n*)?|*karten?*|carte|tarjeta|carta|kart[ay]|kaart*|c[vs]c|cvv|security code|pan'],
  [
    'id',
    'ssn|social security|steuer*(?: id*)?|fuhrerschein*|tfn|*versicher*nummer|*ausweis*|*pas[sz]?[pz]?(?:ort|nummer|eport|aporte|aporto)|driv* licen[cs]e*|(?:tax|national|personal|citizen|id|ident\\w*|*insurance|licen[cs]e) (?:id|number|no|nr|insurance)|rijbewijs*|cni|rg|nino|pesel|nip|dowod*|bsn|burgerservice*|dni|nie|nif|codice fiscale|nir|securite sociale|person ?nummer|fodsel*|cpr|hetu|henkilo*|cpf|curp|aadhaar|rodne cislo|cnp|tckn|ahv|sv ?nr|identity|id card|nhs|mac(?: address)?|imei',
  ],
  [
    'name',
    `(?:[fl]|first|last|full|given|family|sur|middle|maiden|nick|real|login|legal|vor|nach|familien|voor|achter|for|efter|for|user) ?(?:${NAME})|${PERSON} ?(?:${NAME})|(?:${NAME}) (?:d[eu]l? ?)?(?:la )?(?:${PERSON}|complet[oa]?|famille)|(?:${PERSON}|name) (?:first|last)|prenoms?|apellidos?|cognome|imie(?: i nazwisko)?|nazwisko|sobrenome|prijmeni|(?:card|account) ?holder|*inhaber|titula*|ansprechpartner`,
  ],
  [
    'address',
    '*address(?:es)?|*adress?e?|anschrift|direccion|indirizzo|morada|street|*strasse|rue|calle|ulica|straat*|zip ?(?:code)?|post(?:al)? ?(?:code)?|plz|cap|postleitzahl|co[dp][ie]g?[eo]? postal|kod pocztowy|hu?[ai]u?s ?nummer',
  ],
  ['position', 'lat|lng|lon|latit*|longit*|breitengrad|lae?ngengrad|geo|geo ?(?:loc|hash|po)*|gps|coord*|koord*'],
  ['birthdate', 'dob|born|birth ?(?:day|date)|date of birth|geburts*|*naissance|*nacimiento|*nascita|*urodzenia|geboorte*'],
  [
    'password',
    '*secret(?: access)?(?: key)?|*pass ?(?:wor[dt]|phrase|code|wd)s?|*pwd|kennwort|mot (?:de )?passe|mdp|contrasena|clave|senha|haslo|wachtwoord|losenord|heslo|security answer',
  ],
  [
    'secret',
    '(?:api|private|access|encryption|session|ssh) ?key|*token|jwt|pass|bearer|auth|authorization|credentials?|cookies?|*sess(?:ion)?id|sid|otp|(?:verification|recovery|two factor|access|reset|2fa|mfa|sms|login|auth*) code|pin|tan|signature|sig',
  ],
  [
    'name?',
    `${PERSON}|(?:display|billing|shipping|account) ?name|(?:${PERSON}|distinct) id|from|to|by|nom|nombre|nome|naam|namn|navn|imie`,
  ],
  ['bare', 'names?'],
];

/** Words that make whatever stands before them harmless. */
export const HARMLESS_TAIL =
  / (?:counts?|calls|types?|length|strength|size|ms|time|\w+ed at|in|width|version|country|models?|os|provider|domain|verified|valid|status|state|format|manager|rule|rules|changed|sent|visible|enabled|required|method|index|shown)$/;

/** Words that may follow the telling one without changing what the value is. */
export const NEUTRAL_TAIL =
  / (?:\d+|value|input|text|old|new|home|work|mobile|confirm\w*|repeat|actual|postale?|private|primary|line|numbers?|no|nr|nume?ro?|nummer|code|of|user|cliente?|is|ist|lautet|est|es|at|on|the|de|di|da|\w{2,12}owy|dostawy|osobisty|hash|id)$/;

/** Words in front that turn a key into a question or a measure. */
export const HARMLESS_HEAD = /^(?:is|has|can|should|show|hide|use|num|count|total|max|min) /;

/** Keys that only hold other properties: what stands before that word, or what they stand in, owns the names inside. */
export const CONTAINER =
  /(?:^| )(?:properties|props|attributes|data|info|details|fields|values?|payload|body|profile|params|request|response|context|meta|items?|event|\d*)$/;

/** Owners whose name is not a person's, whatever stands beside it. */
export const ORGANISATION = /(?:compan|organi|firma|team|vendor|store|brand|agent|bot)/;

import type {Texts} from '../texts.js';

const hebrew: Texts = {
  lang: 'he',
  dir: 'rtl',
  heading: 'הפרטיות שלך, הבחירה שלך',
  text: 'ברשותך אנחנו משתמשים באתר זה בשירותים לא חובה. אף אחד מהם לא מופעל לפני הסכמתך, ואפשר לשנות את הבחירה בכל עת.',
  optional: 'לא חובה:',
  accept: 'לאשר הכול',
  refuse: 'חיוני בלבד',
  settings: 'הגדרות',
  privacy: 'מדיניות פרטיות',
  imprint: 'מידע משפטי',
  saved: 'הבחירה שלך נשמרה.',
  isNew: 'חדש מאז הביקור האחרון שלך',
  names: {essential: 'חיוני', analytics: 'סטטיסטיקה', marketing: 'שיווק'},
  panel: {
    heading: 'הגדרות פרטיות',
    save: 'שמירת הבחירה',
    withdraw: 'ביטול כל ההסכמות',
    close: 'סגירה',
    alwaysOn: 'תמיד פעיל',
    lastDecision: 'שינוי אחרון: {date}, מדיניות בגרסה {version}.',
    noDecision: 'עדיין לא נעשתה בחירה.',
    byBrowser: 'הדפדפן שלך ביקש מאיתנו לא לעשות זאת.',
    receipt: 'הורדת אישור',
    forget: 'מחיקת הנתונים שלי',
    services: 'שירותים',
    stores: 'נשמרים: {what}',
    storesNothing: 'לא נשמר דבר',
    keptFor: 'משך השמירה: {time}',
    recipient: 'מקבל הנתונים: {name}',
    purposes: {
      essential: 'דרוש לפעולת האתר. זוכר את הבחירה הזאת.',
      analytics: 'מראה לנו איך משתמשים באתר, לא מי אתם.',
      marketing: 'מודד ומשפר את הפרסום שלנו.',
    },
  },
  gate: {
    heading: 'תוכן זה דורש את הסכמתך',
    text: 'הוא מגיע מ־{host} ושייך לקטגוריה ”{category}”. הוא נטען רק בהסכמתך.',
    once: 'טעינה חד־פעמית',
    always: 'לאפשר תמיד',
  },
  reload: {
    text: 'יש שירותים שנעצרים רק בטעינה מחדש של הדף.',
    now: 'טעינה מחדש',
  },
};

export default hebrew;

import type {Texts} from '../texts.js';

const arabic: Texts = {
  lang: 'ar',
  dir: 'rtl',
  heading: 'خصوصيتك، اختيارك',
  text: 'بموافقتك نستخدم خدمات اختيارية في هذا الموقع. لا تعمل أي منها قبل أن توافق، ويمكنك تغيير رأيك في أي وقت.',
  optional: 'اختيارية:',
  accept: 'قبول الكل',
  refuse: 'الضرورية فقط',
  settings: 'الإعدادات',
  privacy: 'سياسة الخصوصية',
  imprint: 'بيانات الناشر',
  saved: 'تم حفظ اختيارك.',
  isNew: 'جديد منذ زيارتك الأخيرة',
  names: {essential: 'الضرورية', analytics: 'الإحصاءات', marketing: 'التسويق'},
  panel: {
    heading: 'إعدادات الخصوصية',
    save: 'حفظ الاختيارات',
    withdraw: 'سحب كل الموافقات',
    close: 'إغلاق',
    alwaysOn: 'مفعّلة دائمًا',
    lastDecision: 'آخر تغيير: {date}، سياسة الخصوصية، الإصدار {version}.',
    noDecision: 'لم تختر بعد.',
    byBrowser: 'طلب منا متصفحك ألا نفعل ذلك.',
    receipt: 'تنزيل الإيصال',
    forget: 'حذف بياناتي',
    services: 'الخدمات',
    stores: 'تخزّن: {what}',
    storesNothing: 'لا تخزّن شيئًا',
    keptFor: 'مدة الحفظ: {time}',
    recipient: 'المتلقي: {name}',
    purposes: {
      essential: 'لازمة لعمل الموقع. تحفظ اختيارك هذا.',
      analytics: 'تبيّن لنا كيف يُستخدم الموقع، لا من أنت.',
      marketing: 'تقيس إعلاناتنا وتحسّنها.',
    },
  },
  gate: {
    heading: 'هذا المحتوى يحتاج إلى موافقتك',
    text: 'مصدره {host} وفئته «{category}». لا يُحمَّل إلا إذا وافقت.',
    once: 'تحميل هذه المرة',
    always: 'السماح دائمًا',
  },
  reload: {
    text: 'لا تتوقف بعض الخدمات إلا بعد إعادة تحميل الصفحة.',
    now: 'إعادة التحميل الآن',
  },
};

export default arabic;

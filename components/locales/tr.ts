import type {Texts} from '../texts.js';

const turkish: Texts = {
  lang: 'tr',
  heading: 'Gizliliğiniz, sizin seçiminiz',
  text: 'İzin verirseniz bu sitede isteğe bağlı hizmetler kullanırız. Hiçbiri siz kabul etmeden başlamaz ve kararınızı istediğiniz zaman değiştirebilirsiniz.',
  optional: 'İsteğe bağlı:',
  accept: 'Tümünü kabul et',
  refuse: 'Yalnızca gerekli',
  settings: 'Ayarlar',
  privacy: 'Gizlilik politikası',
  imprint: 'Yasal bilgiler',
  saved: 'Seçiminiz kaydedildi.',
  isNew: 'Son ziyaretinizden beri yeni',
  names: {essential: 'Gerekli', analytics: 'İstatistik', marketing: 'Pazarlama'},
  panel: {
    heading: 'Gizlilik ayarları',
    save: 'Seçimleri kaydet',
    withdraw: 'Tümünü geri çek',
    close: 'Kapat',
    alwaysOn: 'Her zaman açık',
    lastDecision: 'Son değişiklik: {date}, politika sürümü {version}.',
    noDecision: 'Henüz karar vermediniz.',
    byBrowser: 'Tarayıcınız bunu yapmamamızı istedi.',
    receipt: 'Onay belgesini indir',
    forget: 'Verilerimi sil',
    services: 'Hizmetler',
    stores: 'Saklanan: {what}',
    storesNothing: 'Hiçbir şey saklamaz',
    keptFor: 'Saklama süresi: {time}',
    recipient: 'Alıcı: {name}',
    purposes: {
      essential: 'Sitenin çalışması için gereklidir. Bu seçimi hatırlar.',
      analytics: 'Kim olduğunuzu değil, sitenin nasıl kullanıldığını gösterir.',
      marketing: 'Reklamlarımızı ölçer ve iyileştirir.',
    },
  },
  gate: {
    heading: 'Bu içerik için onayınız gerekli',
    text: '{host} adresinden gelir ve “{category}” kategorisine aittir. Yalnızca kabul ederseniz yüklenir.',
    once: 'Bir kez yükle',
    always: 'Her zaman izin ver',
  },
  reload: {
    text: 'Bazı hizmetler ancak sayfa yeniden yüklenince durur.',
    now: 'Şimdi yeniden yükle',
  },
};

export default turkish;

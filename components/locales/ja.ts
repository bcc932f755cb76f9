import type {Texts} from '../texts.js';

const japanese: Texts = {
  lang: 'ja',
  heading: 'プライバシーはあなたが選べます',
  text: '同意をいただいた場合に限り、このサイトで任意のサービスを使用します。同意の前に動作するものはなく、選択はいつでも変更できます。',
  optional: '任意：',
  accept: 'すべて許可',
  refuse: '必須のみ',
  settings: '設定',
  privacy: 'プライバシーポリシー',
  imprint: '運営者情報',
  saved: '選択を保存しました。',
  isNew: '前回のご利用後に追加',
  names: {essential: '必須', analytics: '統計', marketing: 'マーケティング'},
  panel: {
    heading: 'プライバシー設定',
    save: '選択を保存',
    withdraw: 'すべて撤回',
    close: '閉じる',
    alwaysOn: '常に有効',
    lastDecision: '最終変更：{date}、ポリシー版：{version}。',
    noDecision: 'まだ選択されていません。',
    byBrowser: 'ブラウザーから使用しないよう求められています。',
    receipt: '控えをダウンロード',
    forget: '自分のデータを削除',
    services: 'サービス',
    stores: '保存：{what}',
    storesNothing: '何も保存しません',
    keptFor: '保存期間：{time}',
    recipient: '提供先：{name}',
    purposes: {
      essential: 'サイトの動作に必要です。この選択を記憶します。',
      analytics: 'サイトの使われ方を知るためのもので、個人は特定しません。',
      marketing: '広告の効果を測定し、改善します。',
    },
  },
  gate: {
    heading: 'このコンテンツには同意が必要です',
    text: '提供元は {host}、分類は「{category}」です。同意した場合のみ読み込みます。',
    once: '今回だけ読み込む',
    always: '常に許可',
  },
  reload: {
    text: '一部のサービスは、ページを再読み込みするまで停止しません。',
    now: '再読み込み',
  },
};

export default japanese;
